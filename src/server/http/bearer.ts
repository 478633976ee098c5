import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whether the request shows the admin token. Takes the same time whatever the request shows. */
export function hasAdminToken(request: IncomingMessage, adminToken: string | undefined): boolean {
  if (adminToken === undefined) return false;
  const shown = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(shown), digest(adminToken));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
