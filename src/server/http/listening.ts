import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Open TCP connections, WebSockets included, which the HTTP server does not count as its own. */
export function trackSockets(http: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  http.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

/** Lets everybody say goodbye for a moment, then cuts who has not: a dead client would keep the server for half a minute. */
export async function endConnections(
  http: Server,
  tcp: ReadonlySet<Socket>,
  closing: Promise<void>,
): Promise<void> {
  const cut = setTimeout(() => {
    for (const socket of tcp) socket.destroy();
  }, 500);
  http.closeIdleConnections();
  await closing;
  clearTimeout(cut);
}

export function listen(http: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
}

/** The address for clients on this machine, if the server listens on all of them. */
export function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
