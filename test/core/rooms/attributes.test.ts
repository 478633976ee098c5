import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../src/protocol/codes.js';
import type { Room, RoomEvents, RoomService } from '../../../src/core/index.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';

interface Person {
  readonly service: RoomService;
  readonly room: Room;
}

let backend: TestBackend;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  backend = createTestBackend();
  [ann, bob] = [await signedIn('ann'), await signedIn('bob')];
  await ann.room.joinRoom();
  await bob.room.joinRoom();
});

afterEach(async () => {
  await backend.close();
});

async function signedIn(uid: string): Promise<Person> {
  const hummer = backend.connect({ uid, autoLogin: false });
  await hummer.login({ uid });
  const service = hummer.createInstance();
  return { service, room: service.createRoom({ roomId: 'demo' }) };
}

const TS = expect.stringMatching(/^\d{13}$/) as string;
const ok = { rescode: 0, msg: 'ok' };

/** What `bob` hears of an event while `work` is done. */
async function heard<E extends keyof RoomEvents>(
  event: E,
  work: () => Promise<unknown>,
): Promise<RoomEvents[E][]> {
  const events: RoomEvents[E][] = [];
  const off = bob.room.on(event, (payload) => events.push(payload));
  await work();
  await backend.settle();
  off();
  return events;
}

describe('attributes of a user', () => {
  const of = async (uid: string) => (await bob.room.getUserAttributes({ uid })).attributes;

  it('are replaced as a whole by setLocalUserAttributes', async () => {
    await ann.room.setLocalUserAttributes({ attributes: { name: 'Ann', role: 'student' } });
    const events = await heard('NotifyUserAttributesSet', () =>
      ann.room.setLocalUserAttributes({ attributes: { name: 'Anna' } }),
    );
    expect(events).toEqual([{ uid: 'ann', attributes: { name: 'Anna' }, lastUpdateTs: TS }]);
    expect(await of('ann')).toEqual({ name: 'Anna' });
  });

  it('are added and changed by addOrUpdateLocalUserAttributes, and the others stay', async () => {
    await ann.room.setLocalUserAttributes({ attributes: { name: 'Ann', role: 'student' } });
    const events = await heard('NotifyUserAttributesAddOrUpdate', () =>
      ann.room.addOrUpdateLocalUserAttributes({ attributes: { role: 'teacher', hand: 'up' } }),
    );
    expect(events).toEqual([{ uid: 'ann', attributes: { role: 'teacher', hand: 'up' }, lastUpdateTs: TS }]);
    expect(await of('ann')).toEqual({ name: 'Ann', role: 'teacher', hand: 'up' });
  });

  it('are deleted by their keys by deleteLocalUserAttributesByKeys, and the event carries what they were', async () => {
    await ann.room.setLocalUserAttributes({ attributes: { name: 'Ann', role: 'student' } });
    const events = await heard('NotifyUserAttributesDelete', () =>
      ann.room.deleteLocalUserAttributesByKeys({ keys: ['role', 'never there'] }),
    );
    expect(events).toEqual([{ uid: 'ann', attributes: { role: 'student' }, lastUpdateTs: TS }]);
    expect(await of('ann')).toEqual({ name: 'Ann' });
  });

  it('are all deleted by clearLocalUserAttributes, and the event carries what they were', async () => {
    await ann.room.setLocalUserAttributes({ attributes: { name: 'Ann' } });
    const events = await heard('NotifyUserAttributesClear', () => ann.room.clearLocalUserAttributes());
    expect(events).toEqual([{ uid: 'ann', attributes: { name: 'Ann' }, lastUpdateTs: TS }]);
    expect(await of('ann')).toEqual({});
  });

  it('are read whole by getUserAttributes, with the names that seed 000 answers', async () => {
    await ann.room.setLocalUserAttributes({ attributes: { name: 'Ann' } });
    await expect(bob.room.getUserAttributes({ uid: 'ann' })).resolves.toEqual({
      ...ok,
      appid: 1,
      roomId: 'demo',
      attributes: { name: 'Ann' },
    });
  });

  it('are read by name by getUserAttributesByKeys; a key that is not there is absent', async () => {
    await ann.room.setLocalUserAttributes({ attributes: { name: 'Ann', role: 'student' } });
    await expect(bob.room.getUserAttributesByKeys({ uid: 'ann', keys: ['role', 'hand'] })).resolves.toEqual({
      ...ok,
      appid: 1,
      roomId: 'demo',
      attributes: { role: 'student' },
    });
  });

  it('are of nobody outside the room: a write there is refused with 5101', async () => {
    const { room } = await signedIn('zoe');
    await expect(room.setLocalUserAttributes({ attributes: { a: '1' } })).rejects.toMatchObject({
      code: 5101,
    });
  });

  it('end when their user leaves', async () => {
    await ann.room.setLocalUserAttributes({ attributes: { name: 'Ann' } });
    await ann.room.leaveRoom();
    await ann.room.joinRoom();
    expect(await of('ann')).toEqual({});
  });
});

describe('attributes of a room', () => {
  const room = { region: 'cn', roomId: 'demo' } as const;
  const all = async () => (await bob.service.getRoomAttributes(room)).attributes;

  beforeEach(async () => {
    await ann.service.setRoomAttributes({ ...room, attributes: { title: 'One', owner: 'ann' } });
    await backend.settle();
  });

  it('are replaced as a whole by setRoomAttributes', async () => {
    const events = await heard('NotifyRoomAttributesSet', () =>
      ann.service.setRoomAttributes({ ...room, attributes: { title: 'Two' } }),
    );
    expect(events).toEqual([{ lastUpdateUid: 'ann', lastUpdateTs: TS, attributes: { title: 'Two' } }]);
    expect(await all()).toEqual({ title: 'Two' });
  });

  it('are added and changed by addOrUpdateRoomAttributes, and the others stay', async () => {
    const events = await heard('NotifyRoomAttributesAddOrUpdate', () =>
      ann.service.addOrUpdateRoomAttributes({ ...room, attributes: { title: 'Two', page: '3' } }),
    );
    expect(events).toEqual([
      { lastUpdateUid: 'ann', lastUpdateTs: TS, attributes: { title: 'Two', page: '3' } },
    ]);
    expect(await all()).toEqual({ title: 'Two', owner: 'ann', page: '3' });
  });

  it('are deleted by their keys by deleteRoomAttributesByKeys, and the event carries what they were', async () => {
    const events = await heard('NotifyRoomAttributesDelete', () =>
      ann.service.deleteRoomAttributesByKeys({ ...room, keys: ['title', 'never there'] }),
    );
    expect(events).toEqual([{ lastUpdateUid: 'ann', lastUpdateTs: TS, attributes: { title: 'One' } }]);
    expect(await all()).toEqual({ owner: 'ann' });
  });

  it('are all deleted by clearRoomAttributes, and the event carries what they were', async () => {
    const events = await heard('NotifyRoomAttributesClear', () => ann.service.clearRoomAttributes(room));
    expect(events).toEqual([
      { lastUpdateUid: 'ann', lastUpdateTs: TS, attributes: { title: 'One', owner: 'ann' } },
    ]);
    expect(await all()).toEqual({});
  });

  it('are read whole by getRoomAttributes', async () => {
    await expect(bob.service.getRoomAttributes(room)).resolves.toEqual({
      ...ok,
      attributes: { title: 'One', owner: 'ann' },
    });
  });

  it('are read by name by getRoomAttributesByKeys; a key that is not there is absent', async () => {
    await expect(bob.service.getRoomAttributesByKeys({ ...room, keys: ['owner', 'page'] })).resolves.toEqual({
      ...ok,
      attributes: { owner: 'ann' },
    });
  });

  it('are of the default region where none is named', async () => {
    await expect(bob.service.getRoomAttributes({ roomId: 'demo' })).resolves.toMatchObject({
      attributes: { title: 'One' },
    });
    await expect(bob.service.getRoomAttributes({ region: 'us', roomId: 'demo' })).resolves.toMatchObject({
      attributes: {},
    });
  });

  it('are written and read by somebody who was never in the room', async () => {
    const zoe = await signedIn('zoe');
    const events = await heard('NotifyRoomAttributesAddOrUpdate', () =>
      zoe.service.addOrUpdateRoomAttributes({ ...room, attributes: { title: 'From outside' } }),
    );
    expect(events).toEqual([
      { lastUpdateUid: 'zoe', lastUpdateTs: TS, attributes: { title: 'From outside' } },
    ]);
    await expect(zoe.service.getRoomAttributes(room)).resolves.toMatchObject({
      attributes: { title: 'From outside' },
    });
    expect((await bob.room.getRoomUserList()).uids).toEqual(['ann', 'bob']);
  });

  it('are refused with 5110 where they have moved on since ifRevision', async () => {
    const { revision } = await ann.service.addOrUpdateRoomAttributes({ ...room, attributes: { page: '1' } });
    await bob.service.addOrUpdateRoomAttributes({ ...room, attributes: { page: '2' } });
    const late = ann.service.addOrUpdateRoomAttributes({
      ...room,
      attributes: { page: '3' },
      ifRevision: revision,
    });
    await expect(late).rejects.toMatchObject({ code: 5110 });
    expect(await all()).toMatchObject({ page: '2' });
  });

  it('have the spellings of seed 000’s examples too', async () => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    await ann.service.setroomAttributes({ ...room, attributes: { a: '1', b: '2' } });
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    await ann.service.deleteroomAttributesByKeys({ ...room, keys: ['a'] });
    expect(await all()).toEqual({ b: '2' });
  });

  it('refuse the keys of the server, those that begin with $', async () => {
    const write = ann.service.addOrUpdateRoomAttributes({ ...room, attributes: { $role: 'teacher' } });
    await expect(write).rejects.toMatchObject({ code: Code.NO_PERMISSION });
  });
});
