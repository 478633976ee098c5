import { EventEmitter, once } from 'node:events';
import net from 'node:net';

/** A TCP gate in front of a port: closed, it breaks what is open and refuses the rest. Says 'connected' when one comes through. */
export async function createGate(target) {
  const pairs = new Set();
  let shut = false;
  const gate = new EventEmitter();
  const listener = net.createServer((client) => {
    client.on('error', () => undefined);
    if (shut) return void client.destroy();
    const server = net.connect(target, '127.0.0.1');
    const pair = [client, server];
    pairs.add(pair);
    for (const [a, b] of [pair, [server, client]]) {
      a.setNoDelay(true);
      a.on('error', () => undefined);
      a.on('close', () => {
        b.destroy();
        pairs.delete(pair);
      });
      a.pipe(b);
    }
    gate.emit('connected');
    return undefined;
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return Object.assign(gate, {
    url: `http://127.0.0.1:${listener.address().port}`,
    close() {
      shut = true;
      for (const [client, server] of pairs) {
        client.destroy();
        server.destroy();
      }
    },
    open() {
      shut = false;
    },
    end: () => listener.close(),
  });
}
