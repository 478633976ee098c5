import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoomState } from '../../../src/store/state.js';
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

const membersFor = (who: Resident) => who.internals.store.memberIds.get(KEY);
const answered = (event: string) => house.requests(event).filter(({ code }) => code === null);

/** The statuses that `who` shows from now on. */
function statuses(who: Resident): RoomState['status'][] {
  const shown: RoomState['status'][] = [];
  who.internals.store.rooms.subscribe(KEY, () => {
    const status = who.internals.store.rooms.get(KEY)?.status;
    if (status && status !== shown.at(-1)) shown.push(status);
  });
  return shown;
}

/** Frames of one user that come from it with this event are lost. */
function lose(uid: string, event: string): void {
  house.lose((frame) => frame.uid === uid && frame.direction === 'up' && frame.event === event);
}

describe('a leave', () => {
  it('that is lost on a live link is said again until the server knows', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    lose('bob', 'room:leave');
    const left = bob.room.leaveRoom({ extra: { why: 'bell' } });
    await house.clock.tick(11_000);
    await expect(left).resolves.toMatchObject({ rescode: 0 });
    expect(bob.internals.store.rooms.get(KEY)?.status).toBe('left');
    await house.clock.tick(11_000);
    expect(membersFor(ann)).toEqual(['ann', 'bob']);
    const heard: unknown[] = [];
    ann.room.on('NotifyLeaveRoom', (event) => heard.push(event));
    house.lose(() => false);
    await house.clock.tick(12_000);
    expect(membersFor(ann)).toEqual(['ann']);
    expect(heard).toMatchObject([{ uids: ['bob'], reasons: ['leave'], extras: [{ why: 'bell' }] }]);
    expect(bob.hummer.connection.state).toBe('CONNECTED');
    await house.clock.tick(60_000);
    expect(answered('room:leave')).toHaveLength(1);
  });

  it('that is refused for a moment is said again', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    house.network.failNext('room:leave', { errcode: 4003, errmsg: 'Too frequent.' });
    await bob.room.leaveRoom();
    expect(membersFor(ann)).toEqual(['ann', 'bob']);
    await house.clock.tick(1_000);
    expect(membersFor(ann)).toEqual(['ann']);
  });

  it('whose words are refused is a leave without them, and says why', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    const left = bob.room.leaveRoom({ extra: { why: 'x'.repeat(5_000) } });
    await expect(left).rejects.toMatchObject({ name: 'HummerError', action: 'fix-input' });
    await house.settle();
    expect(membersFor(ann)).toEqual(['ann']);
  });

  it('that nobody heard is not said again by who has come back', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    lose('bob', 'room:leave');
    const left = bob.room.leaveRoom();
    await house.clock.tick(11_000);
    await left;
    house.lose(() => false);
    await bob.room.joinRoom();
    await house.clock.tick(30_000);
    expect(membersFor(ann)).toEqual(['ann', 'bob']);
    expect(bob.internals.store.rooms.get(KEY)?.status).toBe('joined');
    expect(answered('room:leave')).toEqual([]);
  });

  it('while the link is down is told with its words when it is back, and shows nothing else meanwhile', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    house.network.cutOff('bob');
    const shown = statuses(bob);
    const heard: unknown[] = [];
    ann.room.on('NotifyLeaveRoom', (event) => heard.push(event));
    await bob.room.leaveRoom({ extra: { why: 'tunnel' } });
    house.network.admit('bob');
    await house.clock.tick(2_000);
    expect(heard).toMatchObject([{ uids: ['bob'], extras: [{ why: 'tunnel' }] }]);
    expect(shown).toEqual(['left']);
  });

  it('follows a join that has failed without an answer, which the server may have granted', async () => {
    const ann = await house.enter('ann');
    const bob = await house.enter('bob', null, 'elsewhere');
    house.lose(({ uid, direction, event }) => uid === 'bob' && direction === 'down' && event === null);
    const join = bob.hummer.createInstance().createRoom({ roomId: 'demo' }).joinRoom();
    const failed = expect(join).rejects.toMatchObject({ code: 1005 });
    await house.clock.tick(11_000);
    await failed;
    house.lose(() => false);
    await house.clock.tick(13_000);
    expect(membersFor(ann)).toEqual(['ann']);
  });

  it('leaves nothing behind on the client when the server has heard it', async () => {
    const bob = await house.enter('bob');
    lose('bob', 'room:leave');
    const left = bob.room.leaveRoom();
    await house.clock.tick(11_000);
    await left;
    house.lose(() => false);
    await house.clock.tick(12_000);
    expect(bob.internals.store.rooms.get(KEY)).toBeUndefined();
    expect(bob.internals.store.session.getState().roomKeys).toEqual([]);
  });

  it('of a room that is over with the session is not told to the next session', async () => {
    const bob = await house.enter('bob');
    lose('bob', 'room:leave');
    const left = bob.room.leaveRoom();
    await house.clock.tick(11_000);
    await left;
    house.lose(() => false);
    await bob.hummer.logout();
    expect(bob.internals.store.rooms.get(KEY)).toBeUndefined();
    await bob.hummer.login({ uid: 'bob' });
    await house.clock.tick(30_000);
    expect(answered('room:leave')).toEqual([]);
    expect(house.requests('room:leave').filter(({ code }) => code !== null)).toEqual([]);
  });
});

describe('a room that is let go while the link is down', () => {
  it('is over with the session, though nobody holds it', async () => {
    const bob = await house.login('bob');
    const release = bob.internals.rooms.acquire('cn', 'demo', { autoJoin: true });
    await house.settle();
    house.network.cutOff('bob');
    release();
    await house.clock.tick(1_000);
    await bob.hummer.logout();
    const { store } = bob.internals;
    expect([store.rooms.get(KEY), store.memberIds.get(KEY)]).toEqual([undefined, undefined]);
  });
});

describe('a page that crashed', () => {
  /** Bob wrote something, and his tab died without a word: his link is gone, the storage of the tab is not. */
  async function crash(): Promise<{ ann: Resident; storage: ReturnType<typeof tabStorage> }> {
    const storage = tabStorage();
    const ann = await house.enter('ann');
    const bob = await (await house.login('bob', storage, 'the dead tab')).enter();
    await bob.room.setLocalUserAttributes({ attributes: { role: 'teacher' } });
    await house.clock.tick(1_000);
    house.network.cutOff('the dead tab');
    return { ann, storage };
  }

  /** Nobody is seen to leave or to come. */
  function crossings(ann: Resident): string[] {
    const heard: string[] = [];
    ann.room.on('NotifyJoinRoom', ({ uids }) => heard.push(`${uids.join()} joins`));
    ann.room.on('NotifyLeaveRoom', ({ uids }) => heard.push(`${uids.join()} leaves`));
    return heard;
  }

  it('is in its rooms again as it was, for whoever joins by call after the login', async () => {
    const { ann, storage } = await crash();
    const heard = crossings(ann);
    await ann.say('meanwhile');
    const again = await house.login('bob', storage);
    await house.clock.tick(10_000);
    await ann.say('waiting');
    const back = await again.enter();
    await house.clock.tick(60_000);
    expect(heard).toEqual([]);
    expect(back.log()).toEqual(['meanwhile', 'waiting']);
    expect(back.internals.store.userAttributes.get(`${KEY}\nbob`)?.attributes).toEqual({ role: 'teacher' });
    expect(membersFor(ann)).toEqual(['ann', 'bob']);
  });

  it('leaves the rooms that nobody has taken up within the grace', async () => {
    const { ann, storage } = await crash();
    const heard = crossings(ann);
    const again = await house.login('bob', storage);
    await house.clock.tick(19_000);
    expect(heard).toEqual([]);
    await house.clock.tick(1_000);
    expect(heard).toEqual(['bob leaves']);
    await ann.say('not for bob');
    const back = await again.enter();
    expect(back.log()).toEqual([]);
  });

  it('leaves them also when the link was down at that time', async () => {
    const { ann, storage } = await crash();
    await house.login('bob', storage);
    await house.clock.tick(15_000);
    house.network.cutOff('bob');
    await house.clock.tick(6_000);
    expect(membersFor(ann)).toEqual(['ann', 'bob']);
    house.network.admit('bob');
    await house.clock.tick(10_000);
    expect(membersFor(ann)).toEqual(['ann']);
  });

  it('waits once: a link that breaks again and again does not keep a ghost', async () => {
    const { ann, storage } = await crash();
    await house.login('bob', storage);
    for (let i = 0; i < 4; i++) {
      await house.clock.tick(6_000);
      house.network.disconnect('bob');
    }
    await house.clock.tick(5_000);
    expect(membersFor(ann)).toEqual(['ann']);
  });

  it('has nothing to leave once it has logged out', async () => {
    const { ann, storage } = await crash();
    const { hummer, timers } = await house.login('bob', storage);
    await hummer.logout();
    await house.settle();
    expect(membersFor(ann)).toEqual(['ann']);
    expect(timers()).toBe(0);
  });
});
