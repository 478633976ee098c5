import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hummer } from '../../../src/core/hummer.js';
import { internalsOf, type HoldOptions, type HummerInternals } from '../../../src/core/internals.js';
import { roomMessagesOf } from '../../../src/core/rooms/roomMessages.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';

const KEY = 'cn:demo';
const auto: HoldOptions = { autoJoin: true };

let backend: TestBackend;

beforeEach(() => {
  backend = createTestBackend();
});

afterEach(async () => {
  await backend.close();
});

function client(uid = 'ann') {
  const hummer: Hummer = backend.connect({ uid });
  const internals: HummerInternals = internalsOf(hummer);
  return {
    hummer,
    internals,
    hold: (options: HoldOptions = { ...auto }) => internals.rooms.acquire('cn', 'demo', options),
    state: () => internals.store.rooms.get(KEY),
    actions: () => roomMessagesOf(internals).actions(KEY),
  };
}

const asked = () =>
  backend.server
    .log()
    .map(({ event }) => event)
    .filter((event) => event === 'room:join' || event === 'room:leave');
const members = async () => (await backend.server.rooms()).flatMap((room) => [...room.members]);

describe('a held membership', () => {
  it('joins when the login is done, and leaves 200 ms after its release', async () => {
    const { hold, state } = client();
    const release = hold();
    expect(state()?.status ?? 'idle').toBe('idle');
    await backend.settle();
    expect(state()).toMatchObject({ status: 'joined', error: null, continuity: 'ok' });
    release();
    await backend.clock.tick(199);
    expect(await members()).toEqual(['ann']);
    await backend.clock.tick(1);
    expect(await members()).toEqual([]);
    expect(state()).toBeUndefined();
  });

  it('is one join and one leave through a remount', async () => {
    const { hold } = client();
    await backend.settle();
    hold()();
    const release = hold();
    await backend.settle();
    release();
    hold()();
    await backend.clock.tick(1_000);
    expect(asked()).toEqual(['room:join', 'room:leave']);
  });

  it('lasts as long as the last that holds it', async () => {
    const { hold } = client();
    const [first, second] = [hold(), hold()];
    await backend.settle();
    first();
    first();
    await backend.clock.tick(1_000);
    expect(await members()).toEqual(['ann']);
    second();
    await backend.clock.tick(1_000);
    expect(asked()).toEqual(['room:join', 'room:leave']);
  });

  it('that does not join by itself joins when it is asked to, and leaves with its holder', async () => {
    const { hold, actions } = client();
    const release = hold({ autoJoin: false });
    await backend.settle();
    expect(asked()).toEqual([]);
    await actions().join();
    expect(await members()).toEqual(['ann']);
    release();
    await backend.clock.tick(200);
    expect(await members()).toEqual([]);
  });

  it('that was left by its user stays left until it is asked again', async () => {
    const { hold, state, actions } = client();
    hold();
    await backend.settle();
    await actions().leave();
    expect(state()).toMatchObject({ status: 'left', leftReason: 'leave' });
    hold();
    backend.faults.disconnect('ann');
    await backend.clock.tick(5_000);
    expect(asked()).toEqual(['room:join', 'room:leave']);
    await actions().join();
    expect(state()).toMatchObject({ status: 'joined', leftReason: null });
  });

  it('forgets that it was left when nobody has held it for a while', async () => {
    const { hold, state, actions } = client();
    const release = hold();
    await backend.settle();
    await actions().leave();
    release();
    await backend.clock.tick(200);
    hold();
    await backend.settle();
    expect(state()?.status).toBe('joined');
  });

  it.each([
    ['kicked', () => backend.server.kick('demo', 'ann')],
    ['banned', () => backend.server.ban('demo', 'ann', 60)],
    ['dismissed', () => backend.server.dismiss('demo')],
  ] as const)('that is %s stays out', async (reason, put) => {
    const { hold, state, internals } = client();
    hold();
    await backend.settle();
    await put();
    await backend.settle();
    expect(state()).toMatchObject({ status: 'left', leftReason: reason });
    expect(internals.store.memberIds.get(KEY)).toBeUndefined();
    await backend.clock.tick(5_000);
    expect(asked()).toEqual(['room:join']);
  });

  it('that the server refuses says why, and is not tried again', async () => {
    await backend.server.ban('demo', 'ann', 60);
    const { hold, state } = client();
    hold();
    await backend.clock.tick(10_000);
    expect(state()).toMatchObject({ status: 'failed', error: { code: 3000 } });
    expect(asked()).toEqual(['room:join']);
  });

  it('that fails for a moment is tried again', async () => {
    backend.faults.failNext('room:join', 4000);
    const { hold, state } = client();
    hold();
    await backend.settle();
    expect(state()).toMatchObject({ status: 'failed', error: { code: 4000 } });
    await backend.clock.tick(1_000);
    expect(state()).toMatchObject({ status: 'joined', error: null });
  });

  it('joins again after a logout and the login of somebody else', async () => {
    const { hummer, hold, state } = client();
    hold();
    await backend.settle();
    await hummer.logout();
    expect(state()).toMatchObject({ status: 'left', leftReason: 'logout' });
    expect(await members()).toEqual([]);
    await hummer.login({ uid: 'bob' });
    await backend.settle();
    expect(state()?.status).toBe('joined');
    expect(await members()).toEqual(['bob']);
  });

  it('keeps its member while the link is down, and is back without another join', async () => {
    const { hold, state } = client();
    hold();
    await backend.settle();
    backend.faults.disconnect('ann');
    expect(state()?.status).toBe('reconnecting');
    expect(await members()).toEqual(['ann']);
    await backend.clock.tick(1_000);
    expect(state()?.status).toBe('joined');
    expect(asked()).toEqual(['room:join']);
  });

  it('joins anew when the server has given the session up', async () => {
    const { hold, state } = client();
    hold();
    await backend.settle();
    backend.faults.goOffline();
    await backend.clock.tick(30_000);
    expect(await members()).toEqual([]);
    backend.faults.goOnline();
    await backend.settle();
    expect(state()?.status).toBe('joined');
    expect(await members()).toEqual(['ann']);
  });

  it('that is released while the link is down is left when it is back', async () => {
    const { hold } = client();
    const release = hold();
    await backend.settle();
    backend.faults.goOffline();
    release();
    await backend.clock.tick(5_000);
    backend.faults.goOnline();
    await backend.settle();
    expect(await members()).toEqual([]);
  });

  it('that is left while the link is down says so at once, and to the server later', async () => {
    const { hold, state, actions } = client();
    hold();
    await backend.settle();
    backend.faults.goOffline();
    await actions().leave();
    expect(state()).toMatchObject({ status: 'left', leftReason: 'leave' });
    backend.faults.goOnline();
    await backend.settle();
    expect(await members()).toEqual([]);
    expect(state()?.status).toBe('left');
  });

  it('is in the list of rooms while it is joining or joined', async () => {
    const { hold, internals } = client();
    const release = hold();
    await backend.settle();
    expect(internals.store.session.getState().roomKeys).toEqual([KEY]);
    release();
    await backend.clock.tick(200);
    expect(internals.store.session.getState().roomKeys).toEqual([]);
  });

  it('takes what its first holder says at the time of the join', async () => {
    const ann = client('ann');
    ann.hold();
    await backend.settle();
    const options = { autoJoin: true, extra: { seat: '1' } };
    const bob = client('bob');
    bob.hold(options);
    options.extra = { seat: '2' };
    bob.hold({ autoJoin: true, extra: { seat: '3' } });
    await backend.settle();
    expect(ann.internals.store.members.get(`${KEY}\nbob`)?.extra).toEqual({ seat: '2' });
  });
});

describe('a room that was joined by call', () => {
  it('outlives those who hold it, until it is left by call', async () => {
    const { hummer, hold } = client();
    await backend.settle();
    const room = hummer.createInstance().createRoom({ roomId: 'demo' });
    await room.joinRoom();
    hold()();
    await backend.clock.tick(1_000);
    expect(await members()).toEqual(['ann']);
    await room.leaveRoom();
    expect(await members()).toEqual([]);
  });

  it('is not joined later when the call has rejected', async () => {
    const { hummer } = client();
    await backend.settle();
    const room = hummer.createInstance().createRoom({ roomId: 'demo' });
    backend.faults.failNext('room:join', 4000);
    await expect(room.joinRoom()).rejects.toMatchObject({ code: 4000 });
    await backend.clock.tick(60_000);
    expect(await members()).toEqual([]);
  });

  it('rejects at once while the link is down', async () => {
    const { hummer } = client();
    await backend.settle();
    const room = hummer.createInstance().createRoom({ roomId: 'demo' });
    backend.faults.goOffline();
    await expect(room.joinRoom()).rejects.toMatchObject({ code: 1007, action: 'retry' });
    backend.faults.goOnline();
    await backend.settle();
    expect(await members()).toEqual([]);
  });
});
