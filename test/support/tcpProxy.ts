import { once } from 'node:events';
import net from 'node:net';

/** Which way bytes travel through the proxy: `up` from the client to the server. */
export type Direction = 'up' | 'down';

/** A TCP proxy on loopback that misbehaves on command, between real clients and the real server. */
export interface TcpProxy {
  readonly port: number;
  readonly url: string;
  /** Connections that are open now. */
  connections(): number;
  /** Connections accepted since the start. */
  accepted(): number;
  /** Destroys all open connections, or `count` of them; new ones are accepted. */
  cut(count?: number): void;
  /** Lets half of the next chunk in `direction` pass and then destroys that connection: a frame torn in the middle. */
  halve(direction?: Direction): void;
  /** Cuts all and refuses new connections until `up()`: the network is gone. */
  down(): void;
  up(): void;
  /** Keeps connections open and holds every byte back, in one direction or both, until `flow()`. */
  stall(direction?: Direction): void;
  flow(): void;
  /** Holds every chunk back for `ms`, in order, in one direction or both. */
  delay(ms: number, direction?: Direction): void;
  /** Throws away every byte of `direction` from now on (an ack that never arrives) and cuts with the next `cut()`. */
  swallow(direction: Direction): void;
  close(): Promise<void>;
}

interface Pipe {
  readonly client: net.Socket;
  readonly server: net.Socket;
  /** Swallowed directions of this connection: a byte stream with a hole cannot be mended, only cut. */
  readonly deaf: Set<Direction>;
  readonly flush: () => void;
}

const BOTH: readonly Direction[] = ['up', 'down'];

/** Starts a proxy in front of `port` on 127.0.0.1. */
export async function createTcpProxy(target: { port: number; host?: string }): Promise<TcpProxy> {
  const pipes = new Set<Pipe>();
  const stalled = new Set<Direction>();
  const delays: Record<Direction, number> = { up: 0, down: 0 };
  const timers = new Set<NodeJS.Timeout>();
  let tearing: Direction | null = null;
  let refusing = false;
  let accepted = 0;

  const listener = net.createServer((client) => {
    if (refusing) {
      client.on('error', ignore);
      client.resetAndDestroy();
      return;
    }
    accepted++;
    const server = net.connect(target.port, target.host ?? '127.0.0.1');
    const up = queue('up', client, server);
    const down = queue('down', server, client);
    const pipe: Pipe = {
      client,
      server,
      deaf: new Set(),
      flush: () => {
        up();
        down();
      },
    };
    pipes.add(pipe);
    for (const [end, other] of [
      [client, server],
      [server, client],
    ] as const) {
      end.setNoDelay(true);
      end.on('error', ignore);
      end.on('close', () => {
        pipes.delete(pipe);
        other.destroy();
      });
    }

    /** Forwards chunks of one direction in order; returns what tries again after a stall. */
    function queue(direction: Direction, from: net.Socket, to: net.Socket): () => void {
      const waiting: { chunk: Buffer; due: number }[] = [];
      let timer: NodeJS.Timeout | null = null;
      function pump(): void {
        while (waiting.length > 0 && !stalled.has(direction)) {
          const first = waiting[0];
          if (!first) return;
          const wait = first.due - Date.now();
          if (wait > 0) {
            if (timer) return;
            timer = setTimeout(() => {
              if (timer) timers.delete(timer);
              timer = null;
              pump();
            }, wait);
            timers.add(timer);
            return;
          }
          waiting.shift();
          write(first.chunk);
        }
      }
      function write(chunk: Buffer): void {
        if (pipe.deaf.has(direction) || to.destroyed) return;
        if (tearing === direction && chunk.length > 1) {
          tearing = null;
          to.write(chunk.subarray(0, chunk.length >> 1), () => {
            reset(pipe);
          });
          return;
        }
        if (!to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      }
      from.on('data', (chunk: Buffer) => {
        waiting.push({ chunk, due: delays[direction] === 0 ? 0 : Date.now() + delays[direction] });
        pump();
      });
      return pump;
    }
  });

  function reset(pipe: Pipe): void {
    pipes.delete(pipe);
    pipe.client.resetAndDestroy();
    pipe.server.resetAndDestroy();
  }

  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as net.AddressInfo;

  const proxy: TcpProxy = {
    port,
    url: `http://127.0.0.1:${String(port)}`,
    connections: () => pipes.size,
    accepted: () => accepted,
    cut(count = Infinity) {
      let left = count;
      for (const pipe of [...pipes]) {
        if (left-- <= 0) return;
        reset(pipe);
      }
    },
    halve(direction = 'down') {
      tearing = direction;
    },
    down() {
      refusing = true;
      proxy.cut();
    },
    up() {
      refusing = false;
    },
    stall(direction) {
      for (const one of direction ? [direction] : BOTH) stalled.add(one);
    },
    flow() {
      stalled.clear();
      for (const pipe of pipes) pipe.flush();
    },
    delay(ms, direction) {
      for (const one of direction ? [direction] : BOTH) delays[one] = ms;
    },
    swallow(direction) {
      for (const pipe of pipes) pipe.deaf.add(direction);
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      proxy.cut();
      listener.close();
      await once(listener, 'close');
    },
  };
  return proxy;
}

function ignore(): void {
  // A broken connection is this proxy's trade.
}
