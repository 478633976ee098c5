import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import type { NuveToken } from '../protocol/media.js';
import { DEFAULT_REGION } from '../protocol/regions.js';
import { createAppKeys } from './auth/appKeys.js';
import { createJwtTokenSigner } from './auth/jwtTokenSigner.js';
import { serverClock } from './clock.js';
import { consoleLog } from './consoleLog.js';
import type { Admin } from './domain/admin.js';
import { createBackend } from './domain/createBackend.js';
import type { IssueMediaTokenRequest } from './domain/media/nuveTokens.js';
import { createAdminApi } from './http/adminApi.js';
import { createClientLogs } from './http/clientLogs.js';
import { endConnections, listen, trackSockets, urlOf } from './http/listening.js';
import { createMetrics, type ServerStats } from './http/metrics.js';
import { createRequestHandler } from './http/requestHandler.js';
import { mergeLimits } from './limits.js';
import { mediasoupRouter } from './media/mediasoupRouter.js';
import { checkOptions, type HummerServerOptions } from './serverOptions.js';
import { memoryStore } from './store/memoryStore.js';
import { isLoopbackHost } from './transport/origins.js';
import { createSocketIoServer } from './transport/socketIoServer.js';

/** A server that runs. @public */
export interface HummerServer {
  /** What clients are given as `url`. */
  readonly url: string;
  /** The TCP port, also where `port: 0` asked for any. */
  readonly port: number;
  /** What the admin API does, without HTTP. */
  readonly admin: Admin;
  /** A media token of seed 003, for clients written from that document: single use, good for three minutes. */
  issueMediaToken(request: IssueMediaTokenRequest): Promise<NuveToken>;
  /** Numbers of the running server, those of `/metrics`. */
  stats(): Promise<ServerStats>;
  /**
   * Ends the server. With `drainMs` it first tells all clients to go elsewhere, refuses new logins and joins, and gives
   * them that long to go.
   */
  close(options?: { drainMs?: number }): Promise<void>;
}

/**
 * Starts a server: rooms, messages, attributes, presence and, unless `media` is false, audio and video.
 *
 * @example
 * ```ts
 * const server = await createHummerServer({ port: 3000, apps: { '1': { key: process.env.HUMMER_KEY! } } });
 * console.log(server.url);
 * process.once('SIGTERM', () => server.close({ drainMs: 5_000 }));
 * ```
 * @throws Error if an option is wrong, a port is taken, or a package that is needed is not installed.
 * Source: API.md 3.
 * @public
 */
export async function createHummerServer(options: HummerServerOptions): Promise<HummerServer> {
  checkOptions(options);
  const { apps, host = '127.0.0.1', port = 3000, media, trustProxy = false, adminToken } = options;
  const open = apps === 'open';
  const limits = mergeLimits(options.limits);
  const log = options.logger ?? consoleLog('warn');
  const clock = serverClock;
  const defaultRegion = options.defaultRegion ?? DEFAULT_REGION;
  const appKeys = createAppKeys(apps);

  // Open apps have no key, but their media tokens are signed all the same, for as long as the process lives.
  const openKey = randomBytes(32).toString('hex');
  const keyOf = (appid: string): string | undefined => (open ? openKey : appKeys.key(appid));
  const signer = await createJwtTokenSigner({ keyOf, clock });
  const store = await (options.store ?? memoryStore())({ clock, limits, log });
  const origins = options.origins ?? (open ? 'loopback' : '*');
  const http = createServer();
  const tcp = trackSockets(http);
  const sockets = await createSocketIoServer({
    http,
    limits,
    log,
    origins,
    trustProxy,
  });
  const mediaRouter = media === false ? null : await mediasoupRouter({ ...listenLike(host), ...media, log });
  const metrics = await createMetrics(() => stats());
  const backend = createBackend({
    store,
    bus: sockets.bus,
    clock,
    signer,
    apps: appKeys,
    limits,
    log,
    defaultRegion,
    mediaRouter,
    media: {
      host: () => new URL(url()).host,
      ...(media && {
        iceServers: media.iceServers,
        turn: media.turn,
        allowNetworkThrottle: media.allowNetworkThrottle,
      }),
    },
    authorize: options.authorize,
    kickOnRemoteLogin: options.kickOnRemoteLogin ?? false,
    push: options.push,
    observe: (namespace, event, errcode) => {
      metrics?.answered(namespace, event, errcode);
    },
  });

  async function stats(): Promise<ServerStats> {
    return { connections: sockets.connections(), ...(await backend.stats()) };
  }
  const url = (): string => urlOf(host, (http.address() as AddressInfo).port);
  let ready = false;
  http.on(
    'request',
    createRequestHandler({
      log,
      adminToken,
      trustProxy,
      metrics,
      isReady: () => ready,
      adminApi: createAdminApi({
        admin: backend.admin,
        issueMediaToken: backend.issueMediaToken,
      }),
      clientLogs: createClientLogs({
        open,
        signer,
        clock,
        limits: limits.clientLogs,
        origins,
        sink: options.clientLogs,
      }),
    }),
  );
  sockets.serve(backend.namespaces);

  let closing: Promise<void> | null = null;
  async function shutDown(drainMs: number): Promise<void> {
    ready = false;
    backend.drain(drainMs);
    const until = clock.now() + drainMs;
    while (clock.now() < until && sockets.connections() > 0) await new Promise((go) => setTimeout(go, 50));
    await endConnections(http, tcp, sockets.close());
    await backend.close();
    await mediaRouter?.close();
  }
  const close = ({ drainMs = 0 }: { drainMs?: number } = {}): Promise<void> =>
    (closing ??= shutDown(drainMs));

  try {
    await listen(http, port, host);
  } catch (cause) {
    await close();
    throw new Error(
      `The server cannot listen on ${host}:${port}: ${String(cause)}. Choose another port or host.`,
      { cause },
    );
  }
  ready = true;
  return {
    url: url(),
    port: Number(new URL(url()).port),
    admin: backend.admin,
    async issueMediaToken(request) {
      if (backend.issueMediaToken) return backend.issueMediaToken(request);
      throw new Error(
        'This server runs without media, so it has no media tokens: leave media at its default.',
      );
    },
    stats,
    close,
  };
}

/** Media listens where the server does: on loopback alone nobody else would see or hear anything. */
function listenLike(host: string): { listenIp?: string } {
  return isIP(host) !== 0 && !isLoopbackHost(host) ? { listenIp: host } : {};
}
