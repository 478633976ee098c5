import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSocketIoTransport } from '../../src/core/transport/socketIoTransport.js';
import { DEFAULT_LIMITS } from '../../src/protocol/limits.js';
import { silentLog } from '../../src/server/ports/Log.js';
import { createSocketIoServer } from '../../src/server/transport/socketIoServer.js';
import { createTcpProxy } from '../support/tcpProxy.js';
import { wireConformance } from './wire.js';

wireConformance('socket.io', async (namespaces) => {
  const http = createServer();
  const server = await createSocketIoServer({
    http,
    limits: DEFAULT_LIMITS,
    log: silentLog,
    origins: '*',
    trustProxy: false,
  });
  server.serve(namespaces);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const proxy = await createTcpProxy({ port: (http.address() as AddressInfo).port });
  return {
    transport: createSocketIoTransport(),
    url: proxy.url,
    bus: server.bus,
    cut: () => {
      proxy.cut();
    },
    async close() {
      await server.close();
      await proxy.close();
    },
  };
});
