import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { roomMessagesOf } from '../../../src/core/rooms/roomMessages.js';
import { createHouse, type House, type Resident } from '../support/house.js';
import { tabStorage } from '../support/page.js';

const KEY = 'cn:demo';
let house: House;

beforeEach(() => {
  house = createHouse();
});

afterEach(async () => {
  await house.close();
});

/** What the events of a room told, in short. */
function events(who: Resident): string[] {
  const heard: string[] = [];
  who.room.on('RoomMessage', ({ message }) => heard.push(new TextDecoder().decode(message.data)));
  who.room.on('ContinuityChange', ({ continuity, missed }) =>
    heard.push(missed ? `${continuity} ${missed.from}-${missed.to}` : continuity),
  );
  return heard;
}

describe('messages of a room', () => {
  it('are in the same order for everybody', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    await Promise.all([ann.say('a1'), bob.say('b1'), ann.say('a2'), bob.say('b2')]);
    await house.settle();
    expect(ann.log()).toHaveLength(4);
    expect(bob.log()).toEqual(ann.log());
  });

  it('are one row from the sending on', async () => {
    const ann = await house.enter('ann');
    const sent = ann.say('hi');
    expect(ann.log()).toEqual(['hi (sending)']);
    const [row] = ann.rows();
    expect(row).toMatchObject({ seq: null, isLocal: true, fromUid: 'ann', serverTime: null });
    await sent;
    await house.settle();
    expect(ann.rows()).toHaveLength(1);
    expect(ann.rows()[0]).toMatchObject({ id: row?.id, status: 'sent', seq: expect.any(Number) as number });
  });

  it('that the server refuses are failed rows, which can be discarded', async () => {
    const ann = await house.enter('ann');
    await expect(ann.say('x'.repeat(40_000))).rejects.toMatchObject({ action: 'fix-input' });
    const [row] = ann.rows();
    expect(row).toMatchObject({ status: 'failed', error: { name: 'HummerError' } });
    roomMessagesOf(ann.internals)
      .messages(KEY)
      .discard(row?.id ?? '');
    expect(ann.log()).toEqual([]);
  });

  it('that failed are sent again under their id, which is never a second message', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    house.lose(({ uid, direction }) => uid === 'ann' && direction === 'down');
    const sent = ann.say('once').catch((error: unknown) => error);
    await house.clock.tick(11_000);
    expect(await sent).toMatchObject({ code: 1005, context: { outcome: 'unknown' } });
    expect(ann.log()).toEqual(['once (failed)']);
    house.lose(() => false);
    const [row] = ann.rows();
    await roomMessagesOf(ann.internals)
      .messages(KEY)
      .retry(row?.id ?? '');
    await house.settle();
    expect(ann.log()).toEqual(['once']);
    expect(bob.log()).toEqual(['once']);
    await expect(
      roomMessagesOf(ann.internals)
        .messages(KEY)
        .retry(row?.id ?? ''),
    ).rejects.toMatchObject({ code: 2004 });
  });

  it.each([[undefined], [() => 1], [1n]])('cannot hold %o', async (data) => {
    const ann = await house.enter('ann');
    await expect(ann.say(data)).rejects.toMatchObject({ code: 2001, context: { field: 'data' } });
    expect(ann.log()).toEqual([]);
  });

  it('that may be lost are heard but not kept', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    const heard = events(bob);
    await roomMessagesOf(ann.internals).messages(KEY).send({ x: 1 }, { type: 'cursor', reliable: false });
    await house.settle();
    expect(heard).toEqual(['{"x":1}']);
    expect(bob.log()).toEqual([]);
    expect(ann.log()).toEqual([]);
  });

  it('that came before anybody read them are in the log', async () => {
    const ann = await house.enter('ann');
    const { hummer, internals } = await house.enter('bob', null, 'elsewhere');
    const release = internals.rooms.acquire('cn', 'demo', { autoJoin: true });
    await house.settle();
    await ann.say('early');
    await house.settle();
    expect(internals.store.roomMessages.get(KEY)).toBeUndefined();
    roomMessagesOf(internals).messages(KEY);
    expect(internals.store.roomMessages.get(KEY)).toMatchObject([{ data: 'early' }]);
    release();
    await hummer.logout();
  });
});

describe('through a lost link', () => {
  it('nothing is lost: what was said meanwhile comes from the history, in order and once', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    const heard = events(bob);
    await ann.say('1');
    await house.settle();
    house.network.cutOff('bob');
    await ann.say('2');
    await ann.say('3');
    house.network.admit('bob');
    await house.clock.tick(1_000);
    await ann.say('4');
    await house.settle();
    expect(bob.log()).toEqual(['1', '2', '3', '4']);
    expect(heard).toEqual(['"1"', 'recovering', '"2"', '"3"', 'ok', '"4"']);
    expect(ann.log()).toEqual(bob.log());
  });

  it('nothing is asked that was not missed', async () => {
    const bob = await house.enter('bob');
    const heard = events(bob);
    house.network.disconnect('bob');
    await house.clock.tick(1_000);
    expect(bob.hummer.connection.state).toBe('CONNECTED');
    expect(house.requests('room:history')).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('what is said waits, and goes out in its order', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    house.network.disconnect('ann');
    const sent = [ann.say('1'), ann.say('2'), ann.say('3')];
    expect(ann.log()).toEqual(['1 (sending)', '2 (sending)', '3 (sending)']);
    await house.clock.tick(1_000);
    await Promise.all(sent);
    await house.settle();
    expect(bob.log()).toEqual(['1', '2', '3']);
    expect(ann.log()).toEqual(['1', '2', '3']);
  });

  it('what may have arrived is repeated, and is there once', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    house.lose(({ uid, direction }) => uid === 'ann' && direction === 'down');
    const sent = ann.say('once');
    await house.settle();
    expect(bob.log()).toEqual(['once']);
    house.network.disconnect('ann');
    house.lose(() => false);
    await house.clock.tick(1_000);
    await sent;
    await house.settle();
    expect(bob.log()).toEqual(['once']);
    expect(ann.log()).toEqual(['once']);
    expect(house.requests('room:publish')).toHaveLength(2);
  });

  it('what waits longer than a minute is given up, and its row says so', async () => {
    const ann = await house.enter('ann');
    house.network.setOffline(true);
    const sent = expect(ann.say('late')).rejects.toMatchObject({
      code: 1005,
      context: { outcome: 'not-sent' },
    });
    await house.clock.tick(60_000);
    await sent;
    expect(ann.log()).toEqual(['late (failed)']);
  });

  it('a hundred thousand words are not said faster than the server listens', async () => {
    const ann = await house.enter('ann');
    house.network.disconnect('ann');
    const all = Array.from({ length: 250 }, (_, i) => ann.say(i));
    await house.clock.tick(10_000);
    await Promise.all(all);
    await house.settle();
    expect(ann.log()).toEqual(Array.from({ length: 250 }, (_, i) => String(i)));
    expect(house.requests('room:publish').filter(({ code }) => code !== null)).toEqual([]);
  });

  it('members and attributes are what they have become', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    await ann.room.setLocalUserAttributes({ attributes: { hand: 'down' } });
    house.network.cutOff('bob');
    await ann.room.addOrUpdateLocalUserAttributes({ attributes: { hand: 'up' } });
    await house.enter('eve');
    house.network.admit('bob');
    await house.clock.tick(1_000);
    const { store } = bob.internals;
    expect(store.memberIds.get(KEY)).toEqual(['ann', 'bob', 'eve']);
    expect(store.userAttributes.get(`${KEY}\nann`)?.attributes).toEqual({ hand: 'up' });
  });
});

describe('who changes their mind about leaving while the server does not hear', () => {
  it('is back in the room with all that is in it', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    await ann.room.setLocalUserAttributes({ attributes: { hand: 'up' } });
    house.lose(({ uid, direction }) => uid === 'bob' && direction === 'up');
    const left = bob.room.leaveRoom();
    const back = bob.room.joinRoom().catch(() => undefined);
    await house.settle();
    house.network.disconnect('bob');
    house.lose(() => false);
    await Promise.all([left.catch(() => undefined), back]);
    await bob.room.joinRoom().catch(() => undefined);
    await house.clock.tick(5_000);
    const { store } = bob.internals;
    expect(store.rooms.get(KEY)?.status).toBe('joined');
    expect(store.memberIds.get(KEY)).toEqual(['ann', 'bob']);
    expect(store.userAttributes.get(`${KEY}\nann`)?.attributes).toEqual({ hand: 'up' });
  });
});

describe('what cannot be read any more', () => {
  it('is a gap: in the log, in an event, in the state, and the rest is as it is now', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    const heard = events(bob);
    await ann.say('1');
    await house.settle();
    house.network.cutOff('bob');
    await ann.say('2');
    await ann.room.setLocalUserAttributes({ attributes: { hand: 'up' } });
    await house.losses().lose({ appid: '1', region: 'cn', roomId: 'demo' });
    house.network.admit('bob');
    await house.clock.tick(1_000);
    await ann.say('3');
    await house.settle();
    expect(bob.log()).toEqual(['1', '[4-5]', '3']);
    expect(heard).toEqual(['"1"', 'recovering', 'gap 4-5', '"3"']);
    expect(bob.internals.store.rooms.get(KEY)).toMatchObject({ status: 'joined', continuity: 'gap' });
    expect(bob.internals.store.userAttributes.get(`${KEY}\nann`)?.attributes).toEqual({ hand: 'up' });
  });

  it('is a gap for everybody after a restart of the server, and life goes on', async () => {
    const everybody = [await house.enter('ann'), await house.enter('bob')];
    const heard = everybody.map(events);
    await everybody[0]?.say('before');
    await house.settle();
    await house.restart();
    await house.clock.tick(2_000);
    await everybody[0]?.say('after');
    await house.settle();
    for (const one of everybody) {
      const [before, gap, after] = one.log();
      expect([before, after]).toEqual(['before', 'after']);
      expect(gap).toMatch(/^\[1-\d\]$/);
      expect(one.internals.store.memberIds.get(KEY)?.toSorted()).toEqual(['ann', 'bob']);
    }
    for (const story of heard) {
      expect(story.filter((line) => line.startsWith('gap'))).toHaveLength(1);
      expect(story.at(-1)).toBe('"after"');
    }
  });
});

describe('attributes', () => {
  it('show a write at once and keep it', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    const view = () => ann.internals.store.roomAttributes.get(KEY);
    const write = ann.internals.rooms.roomAttributes(KEY).set({ title: 'Hi' });
    expect(view()).toMatchObject({ attributes: { title: 'Hi' }, confirmed: {}, revision: 0 });
    await write;
    expect(view()).toMatchObject({
      attributes: { title: 'Hi' },
      confirmed: { title: 'Hi' },
      pending: [],
      revision: 1,
    });
    await house.settle();
    expect(bob.internals.store.roomAttributes.get(KEY)).toMatchObject({
      attributes: { title: 'Hi' },
      lastUpdate: { uid: 'ann' },
    });
  });

  it('take back a write that the server refuses, and nothing else', async () => {
    const ann = await house.enter('ann');
    const { set, addOrUpdate } = ann.internals.rooms.roomAttributes(KEY);
    await set({ a: '1' });
    const refused = expect(addOrUpdate({ big: 'x'.repeat(9_000) })).rejects.toMatchObject({
      name: 'HummerError',
    });
    const kept = addOrUpdate({ b: '2' });
    await refused;
    await kept;
    expect(ann.internals.store.roomAttributes.get(KEY)?.attributes).toEqual({ a: '1', b: '2' });
  });

  it('wait for the link, shown meanwhile, and are written once', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    house.network.disconnect('ann');
    const write = ann.internals.rooms.localUserAttributes(KEY).set({ hand: 'up' });
    expect(ann.internals.store.userAttributes.get(`${KEY}\nann`)?.attributes).toEqual({ hand: 'up' });
    await house.clock.tick(1_000);
    await write;
    expect(bob.internals.store.userAttributes.get(`${KEY}\nann`)).toMatchObject({
      attributes: { hand: 'up' },
      revision: 1,
    });
  });

  it('are read anew when a notification is more than one revision ahead', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    const state = bob.internals.store.roomAttributes;
    state.set(KEY, { ...(state.get(KEY) as NonNullable<ReturnType<typeof state.get>>), revision: -5 });
    await ann.internals.rooms.roomAttributes(KEY).set({ a: '1' });
    await house.settle();
    expect(house.requests('room:readAttributes')).toHaveLength(1);
    expect(state.get(KEY)).toMatchObject({ attributes: { a: '1' }, revision: 1 });
  });
});

describe('a reload', () => {
  it('goes on with its session and loses no message', async () => {
    const storage = tabStorage();
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob', storage)];
    await ann.say('1');
    await house.settle();
    bob.page.tell('hide');
    await house.settle();
    house.network.cutOff('bob');
    await ann.say('2');
    house.network.admit('bob');
    const again = await house.enter('bob', storage);
    await ann.say('3');
    await house.settle();
    expect(again.log()).toEqual(['2', '3']);
    expect(house.requests('session:login')).toHaveLength(3);
  });

  it('of a duplicated tab is a tab of its own: the first goes on undisturbed', async () => {
    const storage = tabStorage();
    const [ann, first] = [await house.enter('ann'), await house.enter('bob', storage)];
    first.page.tell('hidden');
    const copy = tabStorage();
    copy.setItem('hummer:1@memory://house', storage.getItem('hummer:1@memory://house') ?? '');
    const second = await house.enter('bob', copy);
    await ann.say('both');
    await house.settle();
    expect(first.log()).toEqual(['both']);
    expect(second.log()).toEqual(['both']);
    expect(first.hummer.connection.state).toBe('CONNECTED');
    expect(ann.internals.store.memberIds.get(KEY)).toEqual(['ann', 'bob']);
  });
});

describe('a page that goes', () => {
  it('gives its rooms back at once, and takes them up again if it is shown once more', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    bob.page.tell('hide');
    await house.settle();
    expect(ann.internals.store.memberIds.get(KEY)).toEqual(['ann']);
    await ann.say('meanwhile');
    bob.page.tell('show');
    await house.settle();
    expect(ann.internals.store.memberIds.get(KEY)).toEqual(['ann', 'bob']);
    expect(bob.log()).toEqual(['meanwhile']);
  });
});

describe('a handler of a message', () => {
  it('may send, leave and log out', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    const answered = vi.fn();
    bob.room.on('RoomMessage', ({ fromUid }) => {
      if (fromUid === 'ann') void bob.say('answer').then(answered, () => undefined);
    });
    await ann.say('question');
    await house.settle();
    expect(ann.log()).toEqual(['question', 'answer']);
    expect(answered).toHaveBeenCalledTimes(1);
    bob.room.on('RoomMessage', () => void bob.hummer.logout());
    await ann.say('bye');
    await house.settle();
    expect(bob.hummer.connection.state).toBe('DISCONNECTED');
    expect(ann.internals.store.memberIds.get(KEY)).toEqual(['ann']);
  });
});
