import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Namespace as IoNamespace, Server as IoServer, Socket } from 'socket.io';
import type { Limits } from '../../protocol/limits.js';
import { importPeer } from '../optionalPeer.js';
import type { Bus } from '../ports/Bus.js';
import type { Namespace } from '../ports/Link.js';
import type { Log } from '../ports/Log.js';
import { AddressCounter, addressOf } from './addresses.js';
import { BacklogWatch, type Backlogged } from './backlog.js';
import { isOriginAllowed, type Origins } from './origins.js';
import { textFrame } from './textFrame.js';
import { partsOf, SocketLink } from './socketLink.js';

/** A larger frame closes its connection (SETTLED 6). */
const MAX_FRAME = 1_048_576;
/** A socket.io packet: an event of this namespace. */
const EVENT_OF_HUMMER = '2/hummer,';
/** The engine.io packet that carries it. */
const MESSAGE = '4';
const HEARTBEAT = { pingInterval: 10_000, pingTimeout: 10_000 };

export interface SocketIoOptions {
  http: HttpServer;
  limits: Limits;
  log: Log;
  origins: Origins | 'loopback';
  trustProxy: boolean;
}

/** socket.io as the domain sees it: links come in, topics go out. The only file that knows it is socket.io. */
export interface SocketIoServer {
  readonly bus: Bus;
  /** Opens the namespaces. After the HTTP server has its other handlers. */
  serve(namespaces: Readonly<Record<'/hummer' | '/', Namespace>>): void;
  /** Engine connections, each with one or both namespaces. */
  connections(): number;
  close(): Promise<void>;
}

export async function createSocketIoServer(options: SocketIoOptions): Promise<SocketIoServer> {
  const { http, limits, log, origins, trustProxy } = options;
  const { Server } = await importPeer('socket.io', () => import('socket.io'));
  const addresses = new AddressCounter(limits.connections.perAddress);
  const io: IoServer = new Server({
    serveClient: false,
    allowEIO3: true,
    maxHttpBufferSize: MAX_FRAME,
    connectTimeout: limits.connections.silent,
    ...HEARTBEAT,
    cors: {
      origin: (origin, done) => {
        done(null, isOriginAllowed(origin, origins));
      },
    },
    allowRequest(request, done) {
      const refusal = refusalOf(request);
      if (refusal) log.warn({ address: addressOf(request, trustProxy) }, refusal);
      done(refusal, refusal === null);
    },
  });

  function refusalOf(request: IncomingMessage): string | null {
    if (!isOriginAllowed(request.headers.origin, origins))
      return 'This origin may not connect: see the option origins.';
    if (addresses.isFull(addressOf(request, trustProxy))) return 'Too many connections from this address.';
    return null;
  }

  function open(namespace: IoNamespace, served: Namespace): void {
    namespace.on('connection', (socket: Socket) => {
      const link = new SocketLink(socket, addressOf(socket.request, trustProxy));
      const handler = served.accept(link);
      socket.onAny((event: unknown, ...args: unknown[]) => {
        const { payload, reply } = partsOf(args);
        handler.receive(event, payload, reply);
      });
      // A client may send an event of this name, which without a listener would be thrown.
      socket.on('error', () => undefined);
      socket.once('disconnect', () => {
        link.end();
        handler.closed();
      });
    });
  }

  const hummer = io.of('/hummer');
  const backlogs = new BacklogWatch(() => {
    log.warn({}, 'Closed a connection that does not read what it is sent.');
  });
  return {
    bus: {
      publish(topic, event, data) {
        const ids = hummer.adapter.rooms.get(topic);
        if (!ids) return;
        // What `hummer.to(topic).emit()` would send, but down to the bytes of the wire once for everybody. A WebSocket
        // writes the frame as it is (engine.io's option, which socket.io's own adapter uses too), polling the packet.
        const packet = `${EVENT_OF_HUMMER}${JSON.stringify([event, { data }])}`;
        const options: WriteOptions = { wsPreEncodedFrame: [textFrame(`${MESSAGE}${packet}`)] };
        for (const id of ids) hummer.sockets.get(id)?.conn.write(packet, options);
      },
    },
    serve(namespaces) {
      // Takes the listeners for `request` that are there now over, and hands on what is not for its path.
      io.attach(http);
      io.engine.on('connection', (connection: EngineConnection) => {
        const address = addressOf(connection.request, trustProxy);
        addresses.add(address);
        backlogs.add(connection);
        connection.once('close', () => {
          addresses.remove(address);
          backlogs.remove(connection);
        });
      });
      open(hummer, namespaces['/hummer']);
      open(io.of('/'), namespaces['/']);
    },
    connections: () => backlogs.size,
    async close() {
      backlogs.close();
      await io.close();
    },
  };
}

interface WriteOptions {
  compress?: boolean;
  wsPreEncodedFrame: readonly Buffer[];
}

interface EngineConnection extends Backlogged {
  readonly request: IncomingMessage;
  once(event: 'close', listener: () => void): unknown;
}
