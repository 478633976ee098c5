import type { Clock } from '../../lib/clock.js';
import { withTimeout } from '../../lib/timeout.js';
import { linkLost, timedOut } from './frames.js';
import type { Transport, TransportSocket } from './Transport.js';

/** A transport whose code is loaded with its first socket: a page on which nobody is signed in never loads it. */
export function createLazyTransport(clock: Clock, load: () => Promise<Transport>): Transport {
  let loading: Promise<Transport> | null = null;

  function loaded(): Promise<Transport> {
    loading ??= load().catch((cause: unknown) => {
      loading = null; // the next attempt loads again
      throw linkLost('connect', 'not-sent', cause);
    });
    return loading;
  }

  return {
    socket(address) {
      const ready = loaded();
      ready.catch(() => undefined); // told by connect()
      let socket: TransportSocket | null = null;
      let closed = false;
      const noop = (): void => undefined;
      let onEvent: Parameters<TransportSocket['onEvent']>[0] = noop;
      let onDrop: Parameters<TransportSocket['onDrop']>[0] = noop;
      return {
        get connected() {
          return !!socket?.connected;
        },
        async connect(timeoutMs) {
          const transport = await withTimeout(clock, timeoutMs, ready, () => timedOut('connect', timeoutMs));
          if (closed) throw linkLost('connect', 'not-sent');
          socket = transport.socket(address);
          socket.onEvent((...event) => {
            onEvent(...event);
          });
          socket.onDrop((detail) => {
            onDrop(detail);
          });
          await socket.connect(timeoutMs);
        },
        async request(event, data, timeoutMs) {
          if (!socket) throw linkLost(event, 'not-sent');
          return socket.request(event, data, timeoutMs);
        },
        onEvent(handler) {
          onEvent = handler;
          return () => {
            onEvent = noop;
          };
        },
        onDrop(handler) {
          onDrop = handler;
          return () => {
            onDrop = noop;
          };
        },
        close() {
          closed = true;
          socket?.close();
        },
      };
    },
  };
}
