import { Manager, type Socket } from 'socket.io-client';
import { systemClock, type Clock } from '../../lib/clock.js';
import { withTimeout } from '../../lib/timeout.js';
import { linkLost, refused, responder, timedOut, unreachable, unwrap, wrap, type Ack } from './frames.js';
import type { Responder, Transport, TransportAddress } from './Transport.js';

/**
 * One engine.io connection and the namespaces that share or have shared it. A namespace that was left is not entered
 * again on the same connection: a server that gets both packets in one chunk would take it for a broken client.
 */
interface Wire {
  readonly url: string;
  readonly manager: Manager;
  readonly namespaces: Set<string>;
}

/** The wire of apps: socket.io, WebSocket first, long polling where that does not pass. */
export function createSocketIoTransport(clock: Clock = systemClock): Transport {
  const wires = new Set<Wire>();

  /** A live connection to the same server with this namespace free: the first media room shares `/hummer`'s. Else a new one. */
  function wireTo({ url, namespace }: TransportAddress): Wire {
    for (const wire of wires) {
      if (wire.manager._readyState === 'closed') wires.delete(wire);
      else if (wire.url === url && !wire.namespaces.has(namespace)) return wire;
    }
    const manager = new Manager(url, {
      autoConnect: false,
      reconnection: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    });
    const wire = { url, manager, namespaces: new Set<string>() };
    wires.add(wire);
    return wire;
  }

  return {
    socket(address) {
      let socket: Socket | undefined;
      let onEvent: ((event: string, data: unknown, respond?: Responder) => void) | undefined;
      let onDrop: ((detail: string) => void) | undefined;

      /** Leaves the namespace; the connection ends with its last one. */
      function close(): void {
        socket?.off().offAny().disconnect();
        socket = undefined;
      }

      return {
        get connected() {
          return !!socket?.connected;
        },
        connect(timeoutMs) {
          const { manager, namespaces } = wireTo(address);
          namespaces.add(address.namespace);
          const own = (socket = manager.socket(address.namespace));
          const opened = new Promise<void>((resolve, reject) => {
            own.on('connect', resolve);
            own.on('connect_error', (error: Error & { data?: unknown }) => {
              reject(error.data ? refused('connect', error.data) : unreachable(address.url, error));
            });
            own.on('disconnect', (reason) => {
              reject(linkLost('connect', 'not-sent'));
              close();
              onDrop?.(reason);
            });
          });
          own.onAny((event: string, payload: unknown, ack?: Ack) => {
            onEvent?.(event, unwrap(event, payload), responder(ack));
          });
          own.connect();
          return withTimeout(clock, timeoutMs, opened, () => timedOut('connect', timeoutMs)).catch(
            (error: unknown) => {
              close();
              throw error;
            },
          );
        },
        request(event, data, timeoutMs) {
          return new Promise((resolve, reject) => {
            const own = socket;
            if (!own?.connected) {
              reject(linkLost(event, 'not-sent'));
              return;
            }
            own
              .timeout(timeoutMs)
              .emit(event, wrap(event, data), (failure: Error | null, ...[status, body]: Parameters<Ack>) => {
                if (failure) reject(own.connected ? timedOut(event, timeoutMs) : linkLost(event, 'unknown'));
                else if (status === 'success') resolve(unwrap(event, body));
                else reject(refused(event, body));
              });
          });
        },
        onEvent(handler) {
          onEvent = handler;
          return () => {
            onEvent = undefined;
          };
        },
        onDrop(handler) {
          onDrop = handler;
          return () => {
            onDrop = undefined;
          };
        },
        close,
      };
    },
  };
}
