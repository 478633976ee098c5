import type { Browser, Page } from 'playwright-core';
import { createHummerServer } from '../../../src/server/createHummerServer.js';
import { createTcpProxy, type TcpProxy } from '../../support/tcpProxy.js';
import { hostPages, launchBrowser, openTab, type PageHost } from './pages.js';

type Server = Awaited<ReturnType<typeof createHummerServer>>;

interface Visit {
  app?: string;
  uid: string;
  room: string;
  strict?: boolean;
  query?: Record<string, string>;
  /** Runs on the tab before it loads anything. */
  prepare?: (page: Page) => void;
}

/** A real server with real mediasoup, a network that can break, a web host and a browser: what a test of a call needs. */
export interface House {
  readonly server: Server;
  /** Stands between the pages and the server's sockets; media goes past it, as UDP would. */
  readonly network: TcpProxy;
  readonly pages: PageHost;
  readonly browser: Browser;
  /** Opens an app of `test/e2e/apps` as `uid`. */
  enter(options: Visit): Promise<Page>;
  close(): Promise<void>;
}

export async function openHouse(options: { permission?: 'granted' | 'denied' } = {}): Promise<House> {
  const [server, pages, browser] = await Promise.all([
    createHummerServer({
      port: 0,
      apps: 'open',
      media: { workers: 1, listenIp: '127.0.0.1', rtcMinPort: 0 },
    }),
    hostPages(),
    launchBrowser(options),
  ]);
  const network = await createTcpProxy({ port: server.port });
  return {
    server,
    network,
    pages,
    browser,
    enter({ app = 'room', uid, room, strict = false, query = {}, prepare = () => undefined }) {
      const permissions = options.permission === 'denied' ? [] : ['camera', 'microphone'];
      const address = pages.address(app, { url: network.url, uid, room, strict, ...query });
      return openTab(browser, address, { permissions, prepare });
    },
    async close() {
      await browser.close();
      await Promise.all([network.close(), pages.close()]);
      await server.close();
    },
  };
}
