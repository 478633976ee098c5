import type { IncomingMessage, ServerResponse } from 'node:http';
import { HummerError } from '../../protocol/errors.js';
import type { Limits } from '../../protocol/limits.js';
import type { Clock } from '../ports/Clock.js';
import type { TokenSigner } from '../ports/TokenSigner.js';
import { isOriginAllowed, type Origins } from '../transport/origins.js';
import { sendError, sendJson } from './respond.js';

/** A log that a client has uploaded. @public */
export interface ClientLog {
  appid: string;
  uid: string;
  /** UTF-8, as the client sent it: show it as text, and trust nothing in it. */
  text: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

/** Takes uploaded logs; a rejection is the client's 500. `fileLogs()` is one. @public */
export type ClientLogSink = (log: ClientLog) => void | Promise<void>;

export interface ClientLogsContext {
  /** No keys: who uploads says who it is. */
  open: boolean;
  signer: TokenSigner;
  clock: Clock;
  limits: Limits['clientLogs'];
  origins: Origins | 'loopback';
  /** Absent: the endpoint is off. */
  sink: ClientLogSink | undefined;
}

const PATH = /^\/v1\/apps\/(\d{1,15})\/logs$/;

/** Whether a path is this endpoint's. */
export function isLogPath(pathname: string): boolean {
  return PATH.test(pathname);
}

/**
 * `POST /v1/apps/:appid/logs` (SETTLED 27): the text of a log in the body, `Authorization: Bearer <login token>`; with an open
 * server, which knows no tokens, `?uid=` instead. 200 means that it is kept. 401 wrong token, 403 off, 413 larger than
 * `limits.clientLogs.bytes`, 429 sooner than `limits.clientLogs.interval` after the last one of this user. Pages of the server's
 * origins may post it.
 */
export function createClientLogs({ open, signer, clock, limits, origins, sink }: ClientLogsContext) {
  /** When each user may come again. */
  const next = new Map<string, number>();

  async function uidOf(request: IncomingMessage, url: URL, appid: string): Promise<string> {
    if (open) {
      const uid = url.searchParams.get('uid') ?? '';
      if (/^[A-Za-z0-9_.@-]{1,64}$/.test(uid)) return uid;
      throw new Refusal(400, 'Say whose log it is: ?uid= with 1 to 64 of A-Z a-z 0-9 _ . @ -');
    }
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Refusal(401, 'Send the header Authorization: Bearer <login token>.');
    try {
      return (await signer.verify('hummer-login', appid, token)).sub;
    } catch (error) {
      if (error instanceof HummerError) throw new Refusal(401, error.message);
      throw error;
    }
  }

  /** Counts from the beginning of an upload, so that two at once are not two. */
  function take(user: string): () => void {
    const now = clock.now();
    for (const [key, at] of next) if (at <= now) next.delete(key);
    const at = next.get(user);
    if (at !== undefined) {
      const seconds = Math.ceil((at - now) / 1_000);
      throw new Refusal(429, `One log a while: come again in ${seconds} s.`, { 'retry-after': `${seconds}` });
    }
    next.set(user, now + limits.interval);
    return () => next.delete(user);
  }

  async function keep(request: IncomingMessage, url: URL, appid: string): Promise<void> {
    if (!sink) throw new Refusal(403, 'This server takes no logs: start it with clientLogs.');
    const uid = await uidOf(request, url, appid);
    const giveBack = take(`${appid}/${uid}`);
    try {
      const text = await readText(request, limits.bytes);
      await sink({ appid, uid, text, receivedAt: clock.now() });
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const { origin } = request.headers;
    if (origin !== undefined && isOriginAllowed(origin, origins)) allow(response, origin);
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    try {
      if (request.method !== 'POST') throw new Refusal(405, 'Logs are sent with POST.', { allow: 'POST' });
      await keep(request, url, PATH.exec(url.pathname)?.[1] ?? '');
      sendJson(response, 200, {});
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
      // The rest of a body that is not read would be taken for the next request.
      if (!request.complete) response.setHeader('connection', 'close');
      sendError(response, error.status, error.message);
    }
  };
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

function allow(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-methods', 'POST');
  response.setHeader('access-control-allow-headers', 'authorization, content-type');
  response.setHeader('access-control-expose-headers', 'retry-after');
  response.setHeader('vary', 'origin');
}

async function readText(request: IncomingMessage, most: number): Promise<string> {
  const tooLarge = new Refusal(413, `The log is larger than ${most} bytes: send its end.`);
  if (Number(request.headers['content-length']) > most) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
