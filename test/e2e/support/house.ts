import { networkInterfaces } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { createHummerServer } from '../../../src/server/createHummerServer.js';
import { createTcpProxy, type TcpProxy } from '../../support/tcpProxy.js';
import { addressOf, launchBrowser, openTab, type BrowserOptions, type Prepare } from './pages.js';

type Server = Awaited<ReturnType<typeof createHummerServer>>;

export interface Visit {
  app?: string;
  uid: string;
  room: string;
  strict?: boolean;
  query?: Record<string, string>;
  /** Another browser than the house's own. */
  browser?: Browser;
  prepare?: Prepare;
}

/** A real server with real mediasoup, a network that can break and a browser: what a test of a call needs. */
export interface House {
  readonly server: Server;
  /** Stands between the pages and the server's sockets; media goes past it, as UDP would. */
  readonly network: TcpProxy;
  readonly browser: Browser;
  /** Opens an app of `test/e2e/apps` as `uid`. */
  enter(options: Visit): Promise<Page>;
  close(): Promise<void>;
}

interface HouseOptions extends BrowserOptions {
  /** Where the server takes media: for a Firefox, {@link ownAddress}. */
  mediaIp?: string;
  /** The one port of the server's media; default any. */
  mediaPort?: number;
  /** A TURN server that the clients are told of. */
  turn?: { urls: string; secret: string };
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const [server, browser] = await Promise.all([
    createHummerServer({
      port: 0,
      apps: 'open',
      media: {
        workers: 1,
        listenIp: options.mediaIp ?? '127.0.0.1',
        rtcMinPort: options.mediaPort ?? 0,
        ...(options.turn && { turn: options.turn }),
      },
    }),
    launchBrowser(options),
  ]);
  const network = await createTcpProxy({ port: server.port });
  return {
    server,
    network,
    browser,
    enter({
      app = 'room',
      uid,
      room,
      strict = false,
      query = {},
      browser: other = browser,
      prepare = () => undefined,
    }) {
      const permissions = options.permission === 'denied' ? [] : ['camera', 'microphone'];
      const address = addressOf(app, { url: network.url, uid, room, strict, ...query });
      return openTab(other, address, { permissions, prepare });
    },
    async close() {
      await browser.close();
      await network.close();
      await server.close();
    },
  };
}

/**
 * The machine's address on a network. Firefox gathers no candidate on 127.0.0.1, whatever its preferences say, and pairs
 * no other address with it. What a machine sends to this address does not leave it.
 */
export function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = all.find(({ internal, family }) => !internal && family === 'IPv4');
  if (!own)
    throw new Error('Firefox needs a network interface beside loopback for WebRTC, and there is none.');
  return own.address;
}
