import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHummerServer, type HummerServer } from '../../src/server/createHummerServer.js';
import { silentLog } from '../../src/server/ports/Log.js';
import { signToken } from '../../src/server/auth/signToken.js';
import type { HummerServerOptions } from '../../src/server/serverOptions.js';
import { ask, SocketHouse } from './support/socketHouse.js';

const key = 'a key of some length';
const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});
async function start(options: Partial<HummerServerOptions>): Promise<HummerServer> {
  const server = await createHummerServer({
    port: 0,
    apps: 'open',
    media: false,
    logger: silentLog,
    ...options,
  });
  running.push(server);
  return server;
}

describe('an open server', () => {
  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])(
    'refuses to listen on %s, and says how to give the app a key',
    async (host) => {
      await expect(start({ host })).rejects.toThrow(/apps: \{ '1': \{ key/);
    },
  );

  it('listens on a public address if it must', async () => {
    const server = await start({ host: '0.0.0.0', allowOpen: true });
    expect(server.url).toBe(`http://localhost:${String(server.port)}`);
  });

  it('listens on every spelling of this machine', async () => {
    for (const host of ['127.0.0.1', 'localhost', '127.1.2.3'])
      expect((await start({ host })).port).toBeGreaterThan(0);
  });
});

describe('a server with keys', () => {
  it('does not leave its media on loopback when it listens for everybody', async () => {
    const options = { host: '0.0.0.0', apps: { '1': { key } }, media: { workers: 1, rtcMinPort: 0 } };
    await expect(start(options)).rejects.toThrow('needs media.announcedAddress');
    const media = { ...options.media, announcedAddress: '203.0.113.7' };
    expect((await start({ ...options, media })).port).toBeGreaterThan(0);
  });

  it('lets in whom the key has signed for, and nobody else', async () => {
    const house = await SocketHouse.open({ apps: { '1': { key } } });
    running.push(house);
    const login = async (token?: string) => {
      const socket = await house.connected();
      return (await ask(socket, 'session:login', { appid: 1, uid: 'ann', instance: 'a', token }))[1];
    };
    const sign = (options: object = {}) =>
      signToken({ appid: 1, uid: 'ann', key, expiresInSec: 60, ...options });
    expect((await login(await sign())).data).toMatchObject({ isAnonymous: false });
    expect((await login(await sign({ key: 'another key' }))).errcode).toBe(2002);
    expect((await login()).errcode).toBe(2002);
    const temporary = await sign({ temporary: true });
    expect((await login(temporary)).data).toBeDefined();
    expect((await login(temporary)).errcode).toBe(2002);
  });

  it.each([
    ['no app', {}],
    ['a name that is no number', { lesson: { key } }],
    ['a short key', { '1': { key: 'short' } }],
  ])('refuses %s', async (_what, apps) => {
    await expect(start({ apps })).rejects.toThrow(/app/);
  });
});

describe('starting', () => {
  it('fails clearly on a port that is taken, and leaves nothing behind', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(start({ port })).rejects.toThrow(new RegExp(`${String(port)}.*another port`, 's'));
    other.close();
    await start({ port });
  });

  it.each([
    ['a port that is none', { port: 70_000 }],
    ['a limit that does not exist', { limits: { requests: { bursts: 1 } } }],
    ['a limit that is no number', { limits: { requests: { burst: 'many' as unknown as number } } }],
    ['a limit below zero', { limits: { presenceGrace: -1 } }],
  ])('refuses %s', async (_what, options) => {
    await expect(start(options as Partial<HummerServerOptions>)).rejects.toThrow();
  });

  it('uses the limits that it is given', async () => {
    const house = await SocketHouse.open({ limits: { message: { bytes: 10 } } });
    running.push(house);
    const ann = await house.enter('ann');
    const message = { roomId: 'r', clientMsgId: '1', type: 't', content: 'x'.repeat(11) };
    expect((await ask(ann, 'room:publish', message))[1].errcode).toBe(2007);
  });
});

it('has no media tokens without media', async () => {
  const server = await start({});
  await expect(server.issueMediaToken({ appid: 1, roomId: 'r', username: 'ann' })).rejects.toThrow(/media/);
});

it('closes once, however often it is told', async () => {
  const server = await start({});
  await Promise.all([server.close(), server.close()]);
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});
