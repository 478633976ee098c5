import { connect as connectTcp } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openRawSocket } from '../../support/rawSocket.mjs';
import { ask, emit, event, pushesOf, SocketHouse, success } from '../support/socketHouse.js';
import { eventually } from '../../support/eventually.js';

let house: SocketHouse;
afterEach(() => house.close());

const message = (content: string) => ({ roomId: 'r', clientMsgId: crypto.randomUUID(), type: 't', content });

describe('a real socket', () => {
  it.each([['websocket'], ['polling']])('logs in, joins, speaks and hears over %s', async (transport) => {
    house = await SocketHouse.open();
    const socket = await house.connected('/hummer', { transports: [transport] });
    const pushes = pushesOf(socket);
    await success(socket, 'session:login', { appid: 1, uid: 'ann', instance: 'a' });
    await success(socket, 'room:join', { roomId: 'r' });
    const result = await success(socket, 'room:publish', message('héllo 教室 😀'));
    expect(pushes.at(-1)).toMatchObject({ seq: result['seq'], data: { content: 'héllo 教室 😀' } });
  });

  it.each([['websocket'], ['polling']])('hears frames of every size over %s', async (transport) => {
    house = await SocketHouse.open();
    const ann = await house.enter('ann');
    const ben = await house.connected('/hummer', { transports: [transport] });
    const pushes = pushesOf(ben);
    await success(ben, 'session:login', { appid: 1, uid: 'ben', instance: 'b' });
    await success(ben, 'room:join', { roomId: 'r' });
    const contents = [2, 100, 15_000].map((length) => '教'.repeat(length / 2) + 'x'.repeat(length / 2));
    // The last five come in one frame of 100 KB.
    const sent = [...contents, ...Array.from({ length: 5 }, (_, i) => String(i).repeat(20_000))];
    for (const content of contents) await success(ann, 'room:publish', message(content));
    await Promise.all(sent.slice(3).map((content) => success(ann, 'room:publish', message(content))));
    await eventually(() => {
      const heard = pushes.filter(({ event }) => event === 'room:message').map(({ data }) => data);
      expect(heard).toMatchObject(sent.map((content) => ({ content })));
    });
  });

  it('has the effect of a command before its answer', async () => {
    house = await SocketHouse.open();
    const socket = await house.enter('ann');
    const pushes = pushesOf(socket);
    for (let i = 0; i < 20; i++) {
      const { seq } = await success(socket, 'room:publish', message(String(i)));
      expect(pushes.at(-1)?.seq).toBe(seq);
    }
  });

  it('gets what happened in one turn in one frame', async () => {
    house = await SocketHouse.open();
    const [ann, ben] = [await house.enter('ann'), await house.enter('ben')];
    const frames = vi.fn();
    ben.on('room:pushed', frames);
    await Promise.all(Array.from({ length: 50 }, (_, i) => success(ann, 'room:publish', message(String(i)))));
    await eventually(() => {
      expect(pushCount(frames)).toBe(50);
    });
    expect(frames.mock.calls.length).toBeLessThan(25);
  });

  it('leaves a namespace without ending the other one on the same wire', async () => {
    house = await SocketHouse.open({ kickOnRemoteLogin: true });
    const first = await house.connected('/hummer', { forceNew: true });
    const media = first.io.socket('/');
    if (!media.connected) await event(media, 'connect');
    await success(first, 'session:login', { appid: 1, uid: 'ann', instance: 'a' });
    const gone = event(first, 'disconnect');
    const kicked = event(first, 'session:kicked');
    await house.enter('ann');
    expect(await kicked).toEqual({ data: { reason: 'remote-login' } });
    await gone;
    expect(media.connected).toBe(true);
    expect((await emit(media, 'token', {}))[0]).toBe('error');
  });

  it('keeps its member while the connection is down, and comes back', async () => {
    house = await SocketHouse.open();
    const ben = await house.enter('ben');
    const pushes = pushesOf(ben);
    const ann = await house.connected();
    const { sessionId, secret } = await success(ann, 'session:login', {
      appid: 1,
      uid: 'ann',
      instance: 'a',
    });
    await success(ann, 'room:join', { roomId: 'r' });
    ann.io.engine.close();
    const again = await house.connected();
    const login = { appid: 1, uid: 'ann', instance: 'a', resume: { sessionId, secret } };
    const result = await success(again, 'session:login', login);
    expect(result).toMatchObject({ resumed: true, rooms: [{ roomId: 'r' }] });
    await success(again, 'room:publish', message('back'));
    await eventually(() => {
      expect(pushes.map((push) => push.event)).toEqual(['room:joined', 'room:message']);
    });
  });

  it('shows that it lives, so a copy of its tab is logged in anew', async () => {
    house = await SocketHouse.open();
    const ann = await house.connected();
    const { sessionId, secret } = await success(ann, 'session:login', {
      appid: 1,
      uid: 'ann',
      instance: 'a',
    });
    const copy = await house.connected();
    const login = { appid: 1, uid: 'ann', instance: 'a', resume: { sessionId, secret } };
    expect(await success(copy, 'session:login', login)).toMatchObject({ resumed: false });
    expect(ann.connected).toBe(true);
  });
});

describe('hostile input', () => {
  /** Raw frames after the handshake; each was sent by somebody once. */
  const frames = [
    'x',
    '',
    '4',
    '49',
    '42',
    '42{',
    '42["a"',
    '42[]',
    '42[1]',
    '42[null]',
    '42{"a":1}',
    '42["connect"]',
    '42["disconnect"]',
    '42["error",{}]',
    '421["error"]',
    '42/hummer,["error",{}]',
    '42/hummer,0["session:login"]',
    '42/hummer,1["session:login",null]',
    '42/hummer,2["session:login",{"data":{"appid":1,"uid":{"toString":1},"instance":"a"}}]',
    '42/hummer,3["__proto__",{}]',
    '451-["x",{"_placeholder":true,"num":9}]',
    '451-["x",{"_placeholder":true,"num":0}]',
    '452-["x"]',
    '43/hummer,77["success"]',
    '40/nowhere',
    '40/hummer,{"a":',
    '41/hummer',
    '6',
    '5',
    '1',
    '2probe',
    `42/hummer,4["${'a'.repeat(50_000)}",{}]`,
    `42/hummer,5["room:join",{"data":${'['.repeat(5_000)}${']'.repeat(5_000)}}]`,
  ];

  it('closes at most its own connection; a neighbour in a room hears and feels nothing', async () => {
    house = await SocketHouse.open({ limits: { connections: { perAddress: 1_000 } } });
    const ann = await house.enter('ann');
    const pushes = pushesOf(ann);
    for (const frame of frames) {
      const eve = await openRawSocket({
        port: house.server.port,
        namespace: '/hummer',
        onFrame: () => undefined,
      });
      eve.raw(frame);
      eve.raw(new Uint8Array([0, 1, 2, 255]), 2);
      eve.close();
      await eve.closed;
    }
    await success(ann, 'room:publish', message('still here'));
    await eventually(() => {
      expect(pushes.map((push) => push.event)).toEqual(['room:message']);
    });
    expect(ann.connected).toBe(true);
  });

  it('that is no HTTP at all is survived', async () => {
    house = await SocketHouse.open();
    await new Promise<void>((resolve) => {
      const socket = connectTcp(house.server.port, '127.0.0.1', () =>
        socket.write('\x16\x03\x01 GET nothing\r\n\r\n'),
      );
      socket.resume();
      socket.on('close', () => {
        resolve();
      });
      socket.on('error', () => undefined);
    });
    expect((await fetch(`${house.server.url}/healthz`)).status).toBe(200);
  });

  it('in a frame beyond 1 MiB closes that connection only', async () => {
    house = await SocketHouse.open();
    const [ann, eve] = [await house.enter('ann'), await house.enter('eve')];
    const gone = event(eve, 'disconnect');
    eve.emit('room:publish', { data: message('x'.repeat(1_100_000)) });
    await gone;
    expect(await ask(ann, 'room:publish', message('fine'))).toMatchObject(['success', {}]);
  });

  it('in a frame below 1 MiB but beyond the limit of payloads gets an error', async () => {
    house = await SocketHouse.open();
    const ann = await house.enter('ann');
    const [status, body] = await ask(ann, 'room:publish', message('x'.repeat(600_000)));
    expect([status, body.errcode]).toEqual(['error', 2007]);
    expect(ann.connected).toBe(true);
  });

  it('of binary attachments where text belongs gets an error', async () => {
    house = await SocketHouse.open();
    const ann = await house.enter('ann');
    const [status, body] = await ask(ann, 'room:publish', {
      ...message(''),
      content: new Uint8Array([1, 2, 3]),
    });
    expect([status, body.errcode]).toEqual(['error', 2001]);
  });

  it('without an ack callback is dropped', async () => {
    house = await SocketHouse.open();
    const [ann, ben] = [await house.enter('ann'), await house.enter('ben')];
    const pushes = pushesOf(ben);
    ann.emit('room:publish', { data: message('lost') });
    await success(ann, 'room:publish', message('heard'));
    await eventually(() => {
      expect(pushes.map(({ data }) => data['content'])).toEqual(['heard']);
    });
  });

  it('faster than the limit is refused, then closed, and the neighbour is served all the time', async () => {
    house = await SocketHouse.open();
    const [ann, eve] = [await house.enter('ann'), await house.enter('eve')];
    const gone = event(eve, 'disconnect');
    let refused = 0;
    for (let i = 0; i < 300; i++) {
      eve.emit('peer:queryOnline', { data: { uids: [] } }, (status: string, body: { errcode: number }) => {
        if (status === 'error' && body.errcode === 4003) refused++;
      });
    }
    const answer = await ask(ann, 'room:publish', message('fine'));
    await gone;
    expect(answer[0]).toBe('success');
    expect(refused).toBeGreaterThan(0);
  });
});

describe('a client that does not read', () => {
  it(
    'is closed before it fills the memory, and its neighbour is served on',
    { timeout: 30_000 },
    async () => {
      const many = { burst: 1e6, perSecond: 1e6 };
      house = await SocketHouse.open({ limits: { requests: many } });
      const [ann, slow] = [await house.enter('ann'), await house.enter('slow')];
      const { ws } = slow.io.engine.transport as unknown as { ws: { pause(): void } };
      ws.pause();
      const content = 'x'.repeat(32_000);
      const closed = async () => (await house.server.stats()).connections === 1;
      for (let i = 0; i < 2_000 && !(await closed()); i++)
        await success(ann, 'room:publish', message(content));
      await eventually(async () => {
        expect(await closed()).toBe(true);
      });
      expect(ann.connected).toBe(true);
    },
  );
});

describe('the door', () => {
  it('lets pages of this machine into an open server, and no others', async () => {
    house = await SocketHouse.open();
    const knock = async (origin: string) => {
      const response = await fetch(`${house.server.url}/socket.io/?EIO=4&transport=polling`, {
        headers: { origin },
      });
      return [response.status, response.headers.get('access-control-allow-origin')];
    };
    expect(await knock('http://localhost:6107')).toEqual([200, 'http://localhost:6107']);
    expect(await knock('http://127.0.0.1:5173')).toEqual([200, 'http://127.0.0.1:5173']);
    expect((await knock('https://evil.example'))[0]).toBe(403);
    expect((await knock('null'))[0]).toBe(403);
  });

  it('lets in the origins that it is told', async () => {
    house = await SocketHouse.open({ origins: ['https://app.example'] });
    const status = async (origin: string) =>
      (await fetch(`${house.server.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } })).status;
    expect(await status('https://app.example')).toBe(200);
    expect(await status('http://localhost:6107')).toBe(403);
  });

  it('closes to an address with too many connections, and opens when one goes', async () => {
    house = await SocketHouse.open({ limits: { connections: { perAddress: 2 } } });
    const first = await house.connected();
    await house.connected();
    await expect(house.connected()).rejects.toThrow();
    first.disconnect();
    await eventually(() => house.connected());
  });

  it('tells addresses apart behind a trusted proxy only', async () => {
    house = await SocketHouse.open({ trustProxy: true, limits: { connections: { perAddress: 1 } } });
    const from = (address: string) =>
      house.connected('/hummer', { extraHeaders: { 'x-forwarded-for': `9.9.9.9, ${address}` } });
    await from('1.1.1.1');
    await from('2.2.2.2');
    await expect(from('1.1.1.1')).rejects.toThrow();
  });

  it('closes a connection that opens no namespace or says nothing in one', async () => {
    house = await SocketHouse.open({ limits: { connections: { silent: 200 } } });
    const silent = await house.connected();
    await event(silent, 'disconnect');
    expect((await house.server.stats()).sessions).toBe(0);
  });

  it('takes clients of socket.io 2 into the namespace /, and answers them', async () => {
    house = await SocketHouse.open();
    const url = `${house.server.url}/socket.io/?EIO=3&transport=polling`;
    const open = await (await fetch(url)).text();
    const sid = /"sid":"([^"]+)"/.exec(open)?.[1] ?? '';
    const packet = '420["token",{}]';
    const sent = await fetch(`${url}&sid=${sid}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: `${String(packet.length)}:${packet}`,
    });
    expect(await sent.text()).toBe('ok');
    let received = '';
    while (!received.includes('430[')) received += await (await fetch(`${url}&sid=${sid}`)).text();
    expect(received).toContain('430["error",{');
  });
});

describe('without media', () => {
  it('the namespace / refuses with words', async () => {
    house = await SocketHouse.open();
    const socket = await house.connected('/');
    const [status, body] = await emit(socket, 'token', { token: {} });
    expect([status, body.errcode]).toEqual(['error', 503]);
    expect(body.errmsg).toMatch(/media/);
  });
});

function pushCount(frames: ReturnType<typeof vi.fn>): number {
  return frames.mock.calls.reduce(
    (sum, [{ data }]) => sum + (data as { pushes: unknown[] }).pushes.length,
    0,
  );
}
