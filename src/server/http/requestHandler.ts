import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../ports/Log.js';
import { addressOf } from '../transport/addresses.js';
import { isLoopbackHost } from '../transport/origins.js';
import { hasAdminToken } from './bearer.js';
import { isLogPath } from './clientLogs.js';
import type { Metrics } from './metrics.js';
import { sendError, sendJson } from './respond.js';

/** Request lines carry paths only. */
const BASE = 'http://server';

export interface HttpContext {
  log: Log;
  adminToken: string | undefined;
  trustProxy: boolean;
  /** Null if prom-client is not installed. */
  metrics: Metrics | null;
  isReady(): boolean;
  adminApi(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
  clientLogs(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

/** What the server answers beside its sockets: `/healthz`, `/readyz`, `/metrics`, uploaded logs, the admin API. */
export function createRequestHandler(context: HttpContext): RequestListener {
  const { log, adminToken, trustProxy, metrics } = context;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.canParse(request.url ?? '/', BASE) ? new URL(request.url ?? '/', BASE) : null;
    if (!url) {
      sendError(response, 400, 'The path is not well formed.');
      return;
    }
    if (url.pathname === '/healthz') sendJson(response, 200, { status: 'ok' });
    else if (url.pathname === '/readyz') {
      const ready = context.isReady();
      sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'draining' });
    } else if (url.pathname === '/metrics') await sendMetrics(request, response);
    else if (isLogPath(url.pathname)) await context.clientLogs(request, response, url);
    else if (!url.pathname.startsWith('/v1/apps/'))
      sendError(response, 404, `There is nothing at ${url.pathname}.`);
    else if (adminToken === undefined)
      sendError(response, 403, 'The admin API is off: start the server with an adminToken.');
    else if (!hasAdminToken(request, adminToken)) {
      response.setHeader('www-authenticate', 'Bearer');
      sendError(response, 401, 'Send the header Authorization: Bearer <adminToken>.');
    } else await context.adminApi(request, response, url);
  }

  async function sendMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLocal(request) && !hasAdminToken(request, adminToken)) {
      sendError(response, 401, 'From another machine /metrics needs Authorization: Bearer <adminToken>.');
    } else if (!metrics)
      sendError(response, 501, 'Metrics need the package prom-client: npm install prom-client');
    else {
      const text = await metrics.text();
      response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    }
  }

  /** From this machine, and not handed on by a proxy on it. */
  function isLocal(request: IncomingMessage): boolean {
    if (!trustProxy && request.headers['x-forwarded-for'] !== undefined) return false;
    const address = addressOf(request, trustProxy).replace(/^::ffff:/, '');
    return isLoopbackHost(address);
  }

  return (request, response) => {
    route(request, response).catch((error: unknown) => {
      log.error({ error, url: request.url }, 'An HTTP request failed.');
      if (response.headersSent) response.end();
      else sendError(response, 500, 'The server failed to answer: try again.');
    });
  };
}
