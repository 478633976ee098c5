import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { createHummerServer, type HummerServer } from '../../../src/server/createHummerServer.js';
import { silentLog } from '../../../src/server/ports/Log.js';
import type { HummerServerOptions } from '../../../src/server/serverOptions.js';

export type Answer = [
  status: string,
  body: { data?: Record<string, unknown>; errcode?: number; errmsg?: string },
];

/** A real server and real sockets, all ended by `close`. */
export class SocketHouse {
  readonly server: HummerServer;
  readonly #sockets: Socket[] = [];

  private constructor(server: HummerServer) {
    this.server = server;
  }

  static async open(options: Partial<HummerServerOptions> = {}): Promise<SocketHouse> {
    return new SocketHouse(
      await createHummerServer({ port: 0, apps: 'open', media: false, logger: silentLog, ...options }),
    );
  }

  /** A socket that connects by itself; each has a connection of its own. */
  socket(
    namespace: '/hummer' | '/' = '/hummer',
    options: Partial<ManagerOptions & SocketOptions> = {},
  ): Socket {
    const socket = io(this.server.url + (namespace === '/' ? '' : namespace), {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ...options,
    });
    this.#sockets.push(socket);
    return socket;
  }

  async connected(...args: Parameters<SocketHouse['socket']>): Promise<Socket> {
    const socket = this.socket(...args);
    await event(socket, 'connect');
    return socket;
  }

  /** A socket that is logged in and in room `r`. */
  async enter(uid: string, roomId = 'r'): Promise<Socket> {
    const socket = await this.connected();
    await success(socket, 'session:login', { appid: 1, uid, instance: uid });
    await success(socket, 'room:join', { roomId });
    return socket;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.disconnect();
    await this.server.close();
  }
}

/** The next event of this name; rejects on a failed connection. */
export function event(socket: Socket, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.once(name, resolve);
    if (name === 'connect') socket.once('connect_error', reject);
  });
}

/** Both arguments of the answer. Fails if none comes. */
export function ask(socket: Socket, name: string, data: unknown): Promise<Answer> {
  return emit(socket, name, { data });
}

export function emit(socket: Socket, name: string, ...payload: unknown[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    socket.timeout(10_000).emit(name, ...payload, (late: Error | null, ...answer: Answer) => {
      if (late) reject(new Error(`No answer to ${name}.`));
      else resolve(answer);
    });
  });
}

export async function success(socket: Socket, name: string, data: unknown): Promise<Record<string, unknown>> {
  const [status, body] = await ask(socket, name, data);
  if (status !== 'success' || !body.data) throw new Error(`${name}: ${JSON.stringify(body)}`);
  return body.data;
}

/** Collects the pushes of rooms that a socket gets. */
export function pushesOf(socket: Socket): { event: string; data: Record<string, unknown>; seq: number }[] {
  const all: { event: string; data: Record<string, unknown>; seq: number }[] = [];
  socket.on('room:pushed', ({ data }: { data: { pushes: typeof all } }) => all.push(...data.pushes));
  return all;
}
