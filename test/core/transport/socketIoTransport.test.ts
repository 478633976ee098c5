import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSocketIoTransport } from '../../../src/core/transport/socketIoTransport.js';
import type { Transport, TransportAddress, TransportSocket } from '../../../src/core/transport/Transport.js';
import { eventually } from '../../support/eventually.js';

type Ack = (status: string, body: unknown) => void;
const PATIENCE = 2_000;

let http: HttpServer;
let io: Server;
let url: string;
let transport: Transport;
let opened: TransportSocket[];

beforeEach(async () => {
  http = createServer();
  io = new Server(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  transport = createSocketIoTransport();
  opened = [];
});

afterEach(async () => {
  for (const socket of opened) socket.close();
  await io.close();
});

function socketTo(namespace: TransportAddress['namespace'] = '/hummer', to = url): TransportSocket {
  const socket = transport.socket({ url: to, namespace });
  opened.push(socket);
  return socket;
}

/** What the server does with each connection. */
function serve(handle: (socket: Socket) => void, namespace = '/hummer'): void {
  io.of(namespace).on('connection', handle);
}

async function connected(namespace: TransportAddress['namespace'] = '/hummer'): Promise<TransportSocket> {
  const socket = socketTo(namespace);
  await socket.connect(PATIENCE);
  return socket;
}

describe('a socket over socket.io', () => {
  it('is connected after connect, and not after close', async () => {
    serve(() => undefined);
    const socket = socketTo();
    expect(socket.connected).toBe(false);
    await socket.connect(PATIENCE);
    expect(socket.connected).toBe(true);
    socket.close();
    expect(socket.connected).toBe(false);
  });

  it('asks in the envelope and resolves with what is inside the answer', async () => {
    const asked = vi.fn();
    serve((socket) =>
      socket.on('room:join', (payload: unknown, ack: Ack) => {
        asked(payload);
        ack('success', { data: { seq: 4 } });
      }),
    );
    const socket = await connected();
    await expect(socket.request('room:join', { roomId: 'demo' }, PATIENCE)).resolves.toEqual({ seq: 4 });
    expect(asked).toHaveBeenCalledExactlyOnceWith({ data: { roomId: 'demo' } });
  });

  it('sends and reads `token` without the envelope', async () => {
    const asked = vi.fn();
    serve((socket) =>
      socket.on('token', (payload: unknown, ack: Ack) => {
        asked(payload);
        ack('success', { clientId: 'c' });
      }),
    );
    const socket = await connected();
    await expect(socket.request('token', { token: {} }, PATIENCE)).resolves.toEqual({ clientId: 'c' });
    expect(asked).toHaveBeenCalledExactlyOnceWith({ token: {} });
  });

  it('rejects with the code and the words of a refusal', async () => {
    serve((socket) =>
      socket.on('x', (_: unknown, ack: Ack) => {
        ack('error', { errcode: 5101, errmsg: 'Join it first.' });
      }),
    );
    const socket = await connected();
    await expect(socket.request('x', {}, PATIENCE)).rejects.toMatchObject({
      name: 'HummerError',
      code: 5101,
      message: 'Join it first.',
      context: { type: 'request', event: 'x', outcome: 'refused' },
    });
  });

  it('rejects what is never answered with 1005, its outcome unknown', async () => {
    serve((socket) => socket.on('x', () => undefined));
    const socket = await connected();
    await expect(socket.request('x', {}, 20)).rejects.toMatchObject({
      code: 1005,
      context: { outcome: 'unknown' },
    });
  });

  it('rejects what was under way when the link went with 1007, its outcome unknown, and tells the drop once', async () => {
    serve((socket) =>
      socket.on('x', () => {
        socket.conn.close();
      }),
    );
    const socket = await connected();
    const dropped = vi.fn();
    socket.onDrop(dropped);
    await expect(socket.request('x', {}, PATIENCE)).rejects.toMatchObject({
      code: 1007,
      context: { outcome: 'unknown' },
    });
    expect(dropped).toHaveBeenCalledTimes(1);
    await expect(socket.request('y', {}, PATIENCE)).rejects.toMatchObject({
      code: 1007,
      context: { outcome: 'not-sent' },
    });
  });

  it('hears notifications in the order of the wire, and answers requests of the server', async () => {
    let answer: unknown[] = [];
    serve((socket) => {
      socket.emit('a', { data: 1 });
      socket.emit('b', { data: 2 });
      socket.emit('newConsumer', { data: { id: 'c' } }, (...args: unknown[]) => (answer = args));
      socket.emit('bad', { data: {} }, () => undefined);
    });
    const socket = socketTo();
    const heard: unknown[] = [];
    socket.onEvent((event, data, respond) => {
      heard.push([event, data]);
      respond?.(event === 'bad' ? { ok: false, errcode: 403, errmsg: 'no' } : { ok: true });
    });
    await socket.connect(PATIENCE);
    await eventually(() => {
      expect(answer).toEqual(['success', { data: {} }]);
    });
    expect(heard.slice(0, 3)).toEqual([
      ['a', 1],
      ['b', 2],
      ['newConsumer', { id: 'c' }],
    ]);
  });

  it('hears nothing any more after close, and no drop', async () => {
    let far: Socket | undefined;
    serve((socket) => (far = socket));
    const socket = await connected();
    const [heard, dropped] = [vi.fn(), vi.fn()];
    socket.onEvent(heard);
    socket.onDrop(dropped);
    await eventually(() => {
      expect(far).toBeDefined();
    });
    socket.close();
    far?.emit('late', { data: 1 });
    await eventually(() => {
      expect(far?.connected).toBe(false);
    });
    expect(heard).not.toHaveBeenCalled();
    expect(dropped).not.toHaveBeenCalled();
  });

  it('rejects with 1007 where nobody listens', async () => {
    const socket = socketTo('/hummer', 'http://127.0.0.1:1');
    await expect(socket.connect(PATIENCE)).rejects.toMatchObject({
      code: 1007,
      action: 'retry',
      message: expect.stringContaining('cannot be reached') as string,
    });
  });

  it('rejects with the code of a refused handshake', async () => {
    io.of('/hummer').use((_, next) => {
      next(Object.assign(new Error('full'), { data: { errcode: 4003, errmsg: 'Too many connections.' } }));
    });
    await expect(socketTo().connect(PATIENCE)).rejects.toMatchObject({
      code: 4003,
      message: 'Too many connections.',
    });
  });

  it('rejects with 1005 when the server does not answer in time', async () => {
    io.of('/hummer').use(() => undefined);
    await expect(socketTo().connect(50)).rejects.toMatchObject({ code: 1005 });
  });

  it('shares one connection with the first media room, and gives the next its own', async () => {
    const wires = new Set<string>();
    for (const namespace of ['/hummer', '/'])
      serve((socket) => wires.add((socket.conn as unknown as { id: string }).id), namespace);
    const [hummer, first, second] = [await connected('/hummer'), await connected('/'), await connected('/')];
    await eventually(() => {
      expect(io.of('/').sockets.size).toBe(2);
    });
    expect(wires.size).toBe(2);
    first.close();
    expect([hummer.connected, second.connected]).toEqual([true, true]);
    hummer.close();
    await eventually(() => {
      expect(io.engine.clientsCount).toBe(1);
    });
  });

  it('can leave a namespace and enter it again at once, without harm to its neighbour', async () => {
    serve(
      (socket) =>
        socket.on('x', (_: unknown, ack: Ack) => {
          ack('success', { data: 1 });
        }),
      '/',
    );
    serve(() => undefined);
    const hummer = await connected('/hummer');
    for (let i = 0; i < 3; i++) {
      const media = await connected('/');
      await expect(media.request('x', {}, PATIENCE)).resolves.toBe(1);
      media.close();
    }
    expect(hummer.connected).toBe(true);
    await eventually(() => {
      expect(io.engine.clientsCount).toBe(1);
    });
  });

  it('falls back to polling where WebSocket does not pass', async () => {
    http.removeAllListeners('upgrade');
    http.on('upgrade', (_, socket) => socket.destroy());
    let transportName = '';
    serve((socket) => (transportName = socket.conn.transport.name));
    await connected();
    await eventually(() => {
      expect(transportName).toBe('polling');
    });
  });
});
