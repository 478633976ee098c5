import { beforeEach, describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../../src/protocol/codes.js';
import { TestServer, type TestClient } from '../../support/testServer.js';

let server: TestServer;
let ann: TestClient;
let ben: TestClient;
beforeEach(async () => {
  server = new TestServer();
  ann = await server.enter('ann', { room: null });
  ben = await server.enter('ben', { room: null });
});

const message = { receiver: 'ben', clientMsgId: 'm1', type: 'chat', content: 'hi' };
const send = (data: Record<string, unknown> = {}) => ann.request('peer:send', { ...message, ...data });

describe('a message to a user', () => {
  it('reaches all connections of both sides and nobody else', async () => {
    const [annTab, benTab, cat] = [
      await server.enter('ann', { room: null }),
      await server.enter('ben', { room: null }),
      await server.enter('cat', { room: null }),
    ];
    const { messageId, seq, serverTime } = await send({ appExtras: { a: 'b' } });
    const data = {
      fromUid: 'ann',
      receiver: 'ben',
      type: 'chat',
      content: 'hi',
      clientMsgId: 'm1',
      messageId,
      appExtras: { a: 'b' },
    };
    for (const client of [ann, annTab, ben, benTab]) {
      expect(client.inbox).toMatchObject([
        { event: 'peer:message', seq: 1, prevSeq: 0, ts: serverTime, data },
      ]);
    }
    expect(seq).toBe(1);
    expect(cat.inbox).toEqual([]);
  });

  it('to oneself is one message', async () => {
    await send({ receiver: 'ann' });
    expect(ann.inbox).toHaveLength(1);
  });

  it('waits for a user who is offline', async () => {
    const start = await server.connect().login('cat');
    await server.clock.tick(0);
    await send({ receiver: 'cat' });
    const later = server.connect();
    const { inbox } = await later.login('cat');
    expect(inbox).toEqual({ epoch: start.inbox.epoch, seq: 1 });
    expect(await later.request('inbox:history', { epoch: inbox.epoch, from: 0 })).toMatchObject({
      seq: 1,
      pushes: [{ event: 'peer:message', data: { fromUid: 'ann', content: 'hi' } }],
    });
  });

  it('to a uid that an open app has never seen is refused, so that nobody fills the memory with inboxes', async () => {
    expect(await ann.refusal('peer:send', { ...message, receiver: 'nobody' })).toBe(Code.NOT_FOUND);
    expect((await server.backend.stats()).inboxes).toBe(2);
  });

  it('to a uid that has never logged in is kept in an app with keys', async () => {
    server = new TestServer({ apps: ['1'] });
    ann = server.connect();
    await ann.login('ann', { token: await server.token('ann') });
    await send({ receiver: 'dan' });
    const dan = server.connect();
    expect(await dan.login('dan', { token: await server.token('dan') })).toMatchObject({ inbox: { seq: 1 } });
  });

  it('that is repeated is delivered once, and refused with another payload', async () => {
    const first = await send();
    expect(await send()).toEqual(first);
    expect(ben.inbox).toHaveLength(1);
    expect(await ann.refusal('peer:send', { ...message, receiver: 'ann' })).toBe(Code.INVALID_PARAMETER);
  });

  it('obeys the limits of messages', async () => {
    expect(await ann.refusal('peer:send', { ...message, content: 'x'.repeat(32_769) })).toBe(
      Code.MESSAGE_TOO_LARGE,
    );
    expect(await ann.refusal('peer:send', { ...message, receiver: 7 })).toBe(Code.INVALID_PARAMETER);
  });
});

describe('an inbox', () => {
  it('numbers what a user sent and received without holes', async () => {
    await send({ clientMsgId: '1' });
    await ben.request('peer:send', { ...message, receiver: 'ann', clientMsgId: '2' });
    await send({ clientMsgId: '3' });
    expect(ann.inbox.map(({ seq, prevSeq }) => [prevSeq, seq])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(ben.inbox.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('tells of a gap when messages are gone', async () => {
    server = new TestServer({ limits: { inbox: { entries: 3 } } });
    [ann, ben] = [await server.enter('ann', { room: null }), await server.enter('ben', { room: null })];
    for (let i = 0; i < 5; i++) await send({ clientMsgId: String(i) });
    const epoch = ben.inbox[0]?.epoch ?? '';
    expect(await ben.request('inbox:history', { epoch, from: 1 })).toEqual({ gap: true, epoch, seq: 5 });
    expect(await ben.request('inbox:history', { epoch, from: 2 })).toMatchObject({
      pushes: [{ seq: 3 }, { seq: 4 }, { seq: 5 }],
    });
  });
});

describe('watching who is online', () => {
  const changes = () => ann.notified('peer:onlineChanged').flatMap(({ pushes }) => pushes);

  it('answers who is now, and tells who comes and goes', async () => {
    expect(await ann.request('peer:watchOnline', { uids: ['ben', 'cat'] })).toEqual({ onlineUids: ['ben'] });
    const cat = await server.enter('cat', { room: null });
    await server.enter('dan', { room: null });
    await cat.request('session:logout', {});
    await server.settle();
    expect(changes()).toEqual([
      { uid: 'cat', online: true },
      { uid: 'cat', online: false },
    ]);
  });

  it('hears nothing of second tabs and short drops, and of a long one after its grace', async () => {
    await ann.request('peer:watchOnline', { uids: ['ben'] });
    const tab = await server.enter('ben', { room: null });
    tab.drop();
    ben.drop();
    await server.clock.tick(19_999);
    expect(changes()).toEqual([]);
    await server.clock.tick(1);
    expect(changes()).toEqual([{ uid: 'ben', online: false }]);
  });

  it('ends when told, and with the session', async () => {
    await ann.request('peer:watchOnline', { uids: ['ben', 'cat'] });
    await ann.request('peer:unwatchOnline', { uids: ['ben'] });
    await ben.request('session:logout', {});
    await ann.request('session:logout', {});
    await server.enter('cat', { room: null });
    expect(changes()).toEqual([]);
  });

  it('has a limit, counted over all that is watched', async () => {
    server = new TestServer({ limits: { presenceWatches: 3 } });
    ann = await server.enter('ann', { room: null });
    await ann.request('peer:watchOnline', { uids: ['a', 'b'] });
    await ann.request('peer:watchOnline', { uids: ['b', 'c'] });
    expect(await ann.refusal('peer:watchOnline', { uids: ['d'] })).toBe(Code.INVALID_PARAMETER);
    await ann.request('peer:unwatchOnline', { uids: ['a'] });
    expect(await ann.refusal('peer:watchOnline', { uids: ['d'] })).toBe(0);
  });

  it('does not cross apps', async () => {
    await ann.request('peer:watchOnline', { uids: ['cat'] });
    await server.connect().login('cat', { appid: 2 });
    expect(changes()).toEqual([]);
  });
});

describe('asking who is online', () => {
  it('answers those who have a session', async () => {
    expect(await ann.request('peer:queryOnline', { uids: ['ben', 'nobody', 'ann'] })).toEqual({
      onlineUids: ['ben', 'ann'],
    });
  });

  it('takes five hundred uids and no more', async () => {
    const uids = (n: number) => Array.from({ length: n }, (_, i) => `u${String(i)}`);
    expect(await ann.refusal('peer:queryOnline', { uids: uids(500) })).toBe(0);
    expect(await ann.refusal('peer:queryOnline', { uids: uids(501) })).toBe(Code.INVALID_PARAMETER);
  });

  it('keeps apps apart', async () => {
    const stranger = server.connect();
    await stranger.login('cat', { appid: 2 });
    expect(await stranger.request('peer:queryOnline', { uids: ['ann'] })).toEqual({ onlineUids: [] });
  });
});
