import { beforeEach, describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../../src/protocol/codes.js';
import type { RoomPush } from '../../../../src/protocol/rooms.js';
import { TestServer, type TestClient } from '../../support/testServer.js';

let server: TestServer;
let ann: TestClient;
let ben: TestClient;
beforeEach(async () => {
  server = new TestServer();
  ann = await server.enter('ann');
  ben = await server.enter('ben');
});

const message = { roomId: 'r', type: 'chat', content: 'hi', clientMsgId: 'm1' };

describe('a message', () => {
  it('reaches every connection in the room, the sender too, under the id that the sender gave', async () => {
    const tab = await server.enter('ann');
    const result = await ann.request('room:publish', { ...message, appExtras: { a: 'b' } });
    const push = {
      region: 'cn',
      roomId: 'r',
      event: 'room:message',
      seq: result.seq,
      prevSeq: Number(result.seq) - 1,
      ts: result.serverTime,
      data: {
        fromUid: 'ann',
        type: 'chat',
        content: 'hi',
        clientMsgId: 'm1',
        messageId: result.messageId,
        appExtras: { a: 'b' },
      },
    };
    for (const client of [ann, ben, tab]) expect(client.pushes.at(-1)).toMatchObject(push);
  });

  it('carries base64 as it is', async () => {
    await ann.say('AAEC', { encoding: 'base64' });
    expect(ben.pushes.at(-1)).toMatchObject({ data: { content: 'AAEC', encoding: 'base64' } });
  });

  it('is refused to those who are not in the room, and not heard', async () => {
    const cat = await server.enter('cat', { room: null });
    const before = ann.pushes.length;
    expect(await cat.refusal('room:publish', message)).toBe(Code.NOT_IN_ROOM);
    expect(await cat.refusal('room:publish', { ...message, reliable: false })).toBe(Code.NOT_IN_ROOM);
    expect(ann.pushes).toHaveLength(before);
  });

  it('is refused when a kick has overtaken it, though the user is in again', async () => {
    let admit = (): void => undefined;
    const gate = new Promise<void>((resolve) => (admit = resolve));
    server = new TestServer({
      withStore: ({ rooms, ...store }) => ({
        ...store,
        rooms: {
          ...rooms,
          transact: async (key, options, change) => {
            if (options.once) await gate;
            return rooms.transact(key, options, change);
          },
        },
      }),
    });
    ann = await server.enter('ann');
    const said = ann.refusal('room:publish', message);
    await server.settle();
    await server.backend.admin.kick({ appid: 1, roomId: 'r' }, 'ann');
    const again = await server.enter('ann');
    admit();
    expect(await said).toBe(Code.NOT_IN_ROOM);
    expect(again.pushes.filter(({ event }) => event === 'room:message')).toEqual([]);
  });

  it.each([
    ['content beyond 32 KiB', { content: 'x'.repeat(32_769) }, Code.MESSAGE_TOO_LARGE],
    ['content whose UTF-8 is beyond 32 KiB', { content: '教'.repeat(10_923) }, Code.MESSAGE_TOO_LARGE],
    [
      'base64 whose bytes are beyond 32 KiB',
      { content: 'AAAA'.repeat(10_923), encoding: 'base64' },
      Code.MESSAGE_TOO_LARGE,
    ],
    [
      'more than 16 appExtras',
      { appExtras: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [i, ''])) },
      Code.MESSAGE_TOO_LARGE,
    ],
    ['appExtras beyond 4 KiB', { appExtras: { a: 'x'.repeat(4_096) } }, Code.MESSAGE_TOO_LARGE],
    ['content that is no text', { content: { a: 1 } }, Code.INVALID_PARAMETER],
    ['broken base64', { content: 'A', encoding: 'base64' }, Code.INVALID_PARAMETER],
    ['an unknown encoding', { encoding: 'hex' }, Code.INVALID_PARAMETER],
    ['no clientMsgId', { clientMsgId: undefined }, Code.INVALID_PARAMETER],
    ['a type that is a number', { type: 1 }, Code.INVALID_PARAMETER],
    [
      'appExtras with a key that would reach a prototype',
      { appExtras: JSON.parse('{"__proto__":"x"}') as object },
      Code.INVALID_PARAMETER,
    ],
  ])('is refused with %s', async (_why, wrong, code) => {
    const before = ben.pushes.length;
    expect(await ann.refusal('room:publish', { ...message, ...wrong })).toBe(code);
    expect(ben.pushes).toHaveLength(before);
  });

  it('may have exactly 32 KiB', async () => {
    expect(await ann.refusal('room:publish', { ...message, content: 'x'.repeat(32_768) })).toBe(0);
  });
});

describe('a repeated message', () => {
  it('is heard once and answered with the first result', async () => {
    const first = await ann.request('room:publish', message);
    await server.clock.tick(1_000);
    const before = ben.pushes.length;
    expect(await ann.request('room:publish', message)).toEqual(first);
    expect(ben.pushes).toHaveLength(before);
  });

  it('is found from another connection of the same user, and after a reconnect', async () => {
    const first = await ann.request('room:publish', message);
    const tab = await server.enter('ann');
    expect(await tab.request('room:publish', message)).toEqual(first);
  });

  it('with another payload or for another room is refused', async () => {
    await ann.request('room:publish', message);
    await ann.join('s');
    expect(await ann.refusal('room:publish', { ...message, content: 'other' })).toBe(Code.INVALID_PARAMETER);
    expect(await ann.refusal('room:publish', { ...message, roomId: 's' })).toBe(Code.INVALID_PARAMETER);
  });

  it('does not clash with the same id of another user or another verb', async () => {
    await ann.request('room:publish', message);
    expect(await ben.refusal('room:publish', { ...message, content: 'mine' })).toBe(0);
    expect(await ann.refusal('room:writeAttributes', { roomId: 'r', clientMsgId: 'm1', op: 'clear' })).toBe(
      0,
    );
    expect(
      await ann.refusal('peer:send', { receiver: 'ben', clientMsgId: 'm1', type: 't', content: 'x' }),
    ).toBe(0);
  });

  it('is known for five minutes even if the history has dropped it, and for as long as the history holds it', async () => {
    server = new TestServer({ limits: { history: { entries: 1 } } });
    ann = await server.enter('ann');
    const first = await ann.request('room:publish', message);
    await ann.say('pushes it out');
    const last = await ann.request('room:publish', { ...message, clientMsgId: 'm2' });
    await server.clock.tick(299_000);
    expect(await ann.request('room:publish', message)).toEqual(first);
    await server.clock.tick(120_000);
    expect(await ann.request('room:publish', { ...message, clientMsgId: 'm2' })).toEqual(last);
    expect(await ann.request('room:publish', message)).not.toEqual(first);
  });
});

describe('an unreliable message', () => {
  it('reaches the room outside of the stream', async () => {
    const result = await ann.say('x', { reliable: false });
    expect(result.seq).toBeNull();
    expect(ben.pushes.at(-1)).toMatchObject({ seq: null, prevSeq: null, data: { content: 'x' } });
    await ann.say('y');
    expect(ben.pushes.at(-1)).toMatchObject({ seq: 3, prevSeq: 2 });
  });

  it('is not kept', async () => {
    const { epoch } = await ben.join('r');
    await ann.say('x', { reliable: false });
    expect(await ben.request('room:history', { roomId: 'r', epoch, from: 2 })).toMatchObject({
      pushes: [],
      seq: 2,
    });
  });
});

describe('history', () => {
  let cat: TestClient;
  let start: { epoch: string; seq: number };
  const read = (data: Record<string, unknown> = {}) =>
    cat.request('room:history', { roomId: 'r', epoch: start.epoch, from: start.seq, ...data });

  beforeEach(async () => {
    cat = await server.enter('cat', { room: null });
    start = await cat.join('r');
  });

  it('repeats exactly what was pushed', async () => {
    const before = cat.pushes.length;
    await ann.say('one');
    await ann.request('room:writeAttributes', {
      roomId: 'r',
      clientMsgId: '1',
      op: 'set',
      attributes: { a: 'b' },
    });
    const page = await read();
    expect(page).toMatchObject({ epoch: start.epoch, seq: start.seq + 2 });
    expect(page).not.toHaveProperty('next');
    expect((page as { pushes: RoomPush[] }).pushes).toEqual(cat.pushes.slice(before));
  });

  it('comes in pages of a hundred, up to and including the end that is asked for', async () => {
    for (let i = 0; i < 250; i++) {
      await ann.say(String(i));
      await server.clock.tick(20);
    }
    const seqs: (number | null)[] = [];
    let from: number | undefined = start.seq;
    const sizes: number[] = [];
    while (from !== undefined) {
      const page = await read({ from, to: start.seq + 220 });
      if (page.gap) throw new Error('gap');
      sizes.push(page.pushes.length);
      seqs.push(...page.pushes.map(({ seq }) => seq));
      from = page.next;
    }
    expect(sizes).toEqual([100, 100, 20]);
    expect(seqs).toEqual(Array.from({ length: 220 }, (_, i) => start.seq + 1 + i));
  });

  it('keeps a page below 128 KiB, but always gives at least one entry', async () => {
    for (let i = 0; i < 6; i++) await ann.say('x'.repeat(32_000));
    const page = await read();
    expect((page as { pushes: RoomPush[] }).pushes).toHaveLength(4);
    server = new TestServer({ limits: { history: { pageBytes: 10 } } });
    cat = await server.enter('cat', { room: null });
    start = await cat.join('r');
    await cat.say('large');
    expect(await read()).toMatchObject({ pushes: [{ data: { content: 'large' } }] });
  });

  // What a reader has, against what the server has.
  const matrix: [name: string, range: () => Record<string, unknown>, expected: object][] = [
    ['at the head', () => ({ from: start.seq + 3 }), { pushes: [] }],
    ['one behind', () => ({ from: start.seq + 2 }), { pushes: [{ data: { content: '3' } }] }],
    ['at its own join', () => ({ from: start.seq }), { pushes: [{}, {}, {}] }],
    ['before its own join', () => ({ from: start.seq - 1 }), { gap: true }],
    ['at nothing', () => ({ from: 0 }), { gap: true }],
    ['ahead of the head', () => ({ from: start.seq + 4 }), { gap: true }],
    ['in another epoch', () => ({ epoch: 'other' }), { gap: true }],
    [
      'in another epoch at the right position',
      () => ({ epoch: 'other', from: start.seq + 3 }),
      { gap: true },
    ],
    ['asking backwards', () => ({ from: start.seq + 3, to: start.seq }), { pushes: [] }],
  ];
  it.each(matrix)('for a reader %s', async (_name, range, expected) => {
    for (const text of ['1', '2', '3']) await ann.say(text);
    expect(await read(range())).toMatchObject({ ...expected, epoch: start.epoch, seq: start.seq + 3 });
  });

  it('tells of a gap when the entries are gone by number, by age or by size', async () => {
    for (const limits of [{ entries: 5 }, { age: 10_000 }, { bytes: 1_000 }]) {
      server = new TestServer({ limits: { history: limits } });
      [ann, cat] = [await server.enter('ann'), await server.enter('cat', { room: null })];
      start = await cat.join('r');
      for (let i = 0; i < 10; i++) {
        await ann.say('x'.repeat(100));
        await server.clock.tick(2_000);
      }
      expect(await read()).toMatchObject({ gap: true, epoch: start.epoch, seq: start.seq + 10 });
      const end = await read({ from: start.seq + 9 });
      expect(end).toMatchObject({ pushes: [{ seq: start.seq + 10 }] });
    }
  });

  it('drops the oldest entries of the app when all its streams are too large together', async () => {
    server = new TestServer({ limits: { streamsBytesPerApp: 20_000 } });
    cat = await server.enter('cat', { room: null });
    start = await cat.join('r');
    await cat.say('old');
    await cat.join('busy');
    for (let i = 0; i < 30; i++) await cat.say('x'.repeat(1_000), { roomId: 'busy' });
    expect(await read()).toMatchObject({ gap: true });
    expect((await server.backend.stats()).streamBytes).toBeLessThanOrEqual(20_000);
  });

  it('is open to a client that comes back after its grace, from where it was', async () => {
    await ann.say('seen');
    cat.drop();
    await server.clock.tick(60_000);
    await ann.say('missed');
    cat = await server.enter('cat');
    const page = await read({ from: start.seq + 1 });
    expect(page).toMatchObject({
      pushes: [{ event: 'room:left' }, { data: { content: 'missed' } }, { event: 'room:joined' }],
    });
  });

  it('is closed to another client of the same user from before its own join', async () => {
    await ann.say('before');
    const phone = server.connect();
    await phone.login('cat', { instance: 'phone' });
    await phone.join('r');
    expect(
      await phone.request('room:history', { roomId: 'r', epoch: start.epoch, from: start.seq }),
    ).toMatchObject({ gap: true });
  });

  it('is closed from before a kick', async () => {
    await server.backend.admin.kick({ appid: '1', region: 'cn', roomId: 'r' }, 'cat');
    await ann.say('secret');
    await cat.join('r');
    expect(await read()).toMatchObject({ gap: true });
  });
});
