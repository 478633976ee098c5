import type { IncomingMessage, ServerResponse } from 'node:http';
import { inputError } from '../../protocol/errors.js';

/** Nothing that the HTTP API takes is larger. */
const MAX_BODY = 65_536;

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

export function sendError(response: ServerResponse, status: number, errmsg: string, errcode = status): void {
  sendJson(response, status, { errcode, errmsg });
}

/** The body of a request as a JSON object; an absent one is `{}`. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw inputError('body', `The body is larger than ${MAX_BODY} bytes.`);
    chunks.push(chunk);
  }
  if (size === 0) return {};
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw inputError('body', 'The body must be JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw inputError('body', 'The body must be a JSON object.', body);
  }
  return body as Record<string, unknown>;
}
