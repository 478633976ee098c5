import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hummer } from '../../../src/core/hummer.js';
import { internalsOf, type HummerInternals } from '../../../src/core/internals.js';
import { callsOf } from '../../../src/core/signaling/calls.js';
import type { CallOptions, CallsPart } from '../../../src/core/signaling/callTypes.js';
import { invitationRequestsOf } from '../../../src/core/signaling/requests.js';
import type { RingLock } from '../../../src/core/signaling/ringLock.js';
import { CURRENT_CALL, INCOMING_CALLS, NO_CALL, type CallState } from '../../../src/store/call.js';
import { createTestBackend, type TestBackend } from '../../../src/testing/index.js';
import { tabStorage } from '../support/page.js';

let backend: TestBackend;

beforeEach(() => {
  backend = createTestBackend();
});

afterEach(async () => {
  await backend.close();
});

interface Phone extends CallsPart {
  readonly uid: string;
  readonly hummer: Hummer;
  readonly internals: HummerInternals;
  now(): CallState;
  /** State, and why it ended: `ended busy`. */
  says(): string;
  waiting(): readonly string[];
}

interface PhoneOptions {
  autoBusy?: boolean;
  lock?: RingLock;
  storage?: ReturnType<typeof tabStorage>;
}

/** A client that shows its calls. */
function phone(uid: string, { storage, ...options }: PhoneOptions = {}): Promise<Phone> {
  return phoneOf(backend.connect({ uid, ...(storage && { storage }) }), uid, options);
}

async function phoneOf(hummer: Hummer, uid: string, { autoBusy, lock }: PhoneOptions = {}): Promise<Phone> {
  const internals = internalsOf(hummer);
  const calls = callsOf(internals, {
    loadMedia: () => Promise.resolve(internals.media),
    ringLock: lock ?? ALONE,
  });
  calls.hold({ autoBusy });
  await backend.settle();
  const now = (): CallState => internals.store.calls.get(CURRENT_CALL) ?? NO_CALL;
  return {
    uid,
    hummer,
    internals,
    now,
    says: () => [now().state, now().endReason].filter(Boolean).join(' '),
    waiting: () => internals.store.invitationIds.get(INCOMING_CALLS) ?? [],
    actions: calls.actions,
    incoming: (id) => calls.incoming(id),
    hold: (options) => calls.hold(options),
  };
}

/** No other tab. */
const ALONE: RingLock = {
  acquire(_, granted) {
    granted();
    return () => undefined;
  },
};

const all = (...phones: Phone[]): string[] => phones.map((one) => one.says());

async function call(from: Phone, whom: string | CallOptions): Promise<void> {
  await from.actions.call(whom);
  await backend.settle();
}

async function connect(from: Phone, to: Phone): Promise<void> {
  await call(from, to.uid);
  await to.actions.accept();
  await backend.settle();
  expect(all(from, to)).toEqual(['connected', 'connected']);
}

describe('a call between two', () => {
  it('ends as rejected at both, and who declines is not told of it', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, 'bob');
    await bob.actions.reject();
    await backend.settle();
    expect(all(ann, bob)).toEqual(['ended rejected', 'ended rejected']);
    expect(ann.now().peers).toEqual(['bob']);
  });

  it('ends as cancelled at both when the caller hangs up', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, 'bob');
    await ann.actions.hangUp();
    await backend.settle();
    expect(all(ann, bob)).toEqual(['ended cancelled', 'ended cancelled']);
  });

  it('ends as noResponse when nobody answers, as offline when nobody was reached', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, { uids: ['bob'], timeout: 10 });
    await backend.clock.tick(10_000);
    expect(all(ann, bob)).toEqual(['ended noResponse', 'ended noResponse']);
    await call(ann, { uids: ['nobody'], timeout: 10 });
    await backend.clock.tick(10_000);
    expect(ann.says()).toBe('ended offline');
  });

  it('goes with camera or without, as each wants', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, { uids: ['bob'], video: true });
    expect(bob.now().video).toBe(true);
    await bob.actions.accept({ video: false });
    await backend.settle();
    expect([ann.now().video, bob.now().video]).toEqual([true, false]);
  });

  it('has both in one room of media, which both have left at its end', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await connect(ann, bob);
    const { room, startedAt } = ann.now();
    expect(bob.now().room).toEqual(room);
    expect(startedAt).toBe(backend.clock.now());
    const key = `${room!.region}:${room!.roomId}`;
    const joined = () => [ann, bob].map(({ internals }) => internals.store.rtc.get(key)?.status ?? 'out');
    expect(joined()).toEqual(['joined', 'joined']);
    await ann.actions.hangUp();
    await backend.clock.tick(1_000);
    expect(all(ann, bob)).toEqual(['ended hangUp', 'ended hangUp']);
    expect(joined()).toEqual(['out', 'out']);
  });

  it('lasts through a lost link, and ends as offline when the other is gone for good', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await connect(ann, bob);
    backend.faults.disconnect('bob');
    await backend.clock.tick(10_000);
    expect(all(ann, bob)).toEqual(['connected', 'connected']);
    const peer = backend.peer('carl');
    await backend.settle();
    const carl = await phoneOf(peer.hummer, 'carl');
    await bob.actions.hangUp();
    await backend.settle();
    await connect(ann, carl);
    peer.drop();
    await backend.clock.tick(15_000);
    expect(ann.says()).toBe('connected');
    await backend.clock.tick(10_000);
    expect(ann.says()).toBe('ended offline');
  });

  it('that is answered by one who never comes ends as offline', async () => {
    const ann = await phone('ann');
    const bob = backend.connect({ uid: 'bob' });
    await backend.settle();
    await call(ann, 'bob');
    await bob.signaling.accept({ inviteID: ann.now().inviteID! });
    await backend.settle();
    expect(ann.says()).toBe('connecting');
    await backend.clock.tick(20_000);
    expect(ann.says()).toBe('ended offline');
  });

  it('can be answered by its invitation too', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, 'bob');
    await bob.hummer.signaling.accept({ inviteID: bob.now().inviteID! });
    await backend.settle();
    expect(all(ann, bob)).toEqual(['connected', 'connected']);
  });

  it('is over when somebody leaves its room, or an admin puts somebody out', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await connect(ann, bob);
    const { room } = ann.now();
    const leave = internalsOf(bob.hummer).media.rtcActions(`${room!.region}:${room!.roomId}`).leave;
    await leave();
    await backend.settle();
    expect(all(ann, bob)).toEqual(['ended hangUp', 'ended hangUp']);
  });

  it('is forgotten by hangUp after its end, and by the logout', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, 'bob');
    await ann.actions.hangUp();
    await ann.actions.hangUp();
    expect(ann.now()).toBe(NO_CALL);
    await connect(ann, bob);
    await ann.hummer.logout();
    await backend.settle();
    expect(ann.now()).toBe(NO_CALL);
    expect(bob.says()).toBe('ended hangUp');
  });
});

describe('a call that cannot be made', () => {
  it.each<[string, unknown]>([
    ['nobody', { uids: [] }],
    ['oneself', { uids: ['ann'] }],
    ['a number', { uids: [7] }],
    ['nothing', undefined],
    ['a camera that is text', { uids: ['bob'], video: 'yes' }],
    ['a week of ringing', { uids: ['bob'], timeout: 604_800 }],
    ['a room without a name', { uids: ['bob'], roomId: '' }],
    ['a region that is none', { uids: ['bob'], region: 'moon' }],
  ])('to %s is refused with 6017, and nothing is dialled', async (_, whom) => {
    const ann = await phone('ann');
    await expect(ann.actions.call(whom as never)).rejects.toMatchObject({ code: 6017 });
    expect(ann.says()).toBe('idle');
  });

  it('because there is one already is refused, and that one goes on', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, 'bob');
    await expect(ann.actions.call('eve')).rejects.toMatchObject({ code: 1008 });
    expect(all(ann, bob)).toEqual(['dialling', 'ringing']);
  });

  it('ends with the reason why the server refused it', async () => {
    const ann = await phone('ann');
    await expect(ann.actions.call({ uids: ['bob'], groupID: 'club' })).rejects.toMatchObject({ code: 8011 });
    expect(ann.says()).toBe('ended unknown');
    expect(ann.now().error).toMatchObject({ code: 8011 });
  });

  it('leaves nothing to answer', async () => {
    const ann = await phone('ann');
    await expect(ann.actions.accept()).rejects.toMatchObject({ code: 8010 });
    await expect(ann.actions.reject()).rejects.toMatchObject({ code: 8010 });
    await expect(ann.incoming('none').accept()).rejects.toMatchObject({ code: 8010 });
    await ann.actions.hangUp();
    expect(ann.says()).toBe('idle');
  });
});

describe('while the link is down', () => {
  it('a call waits, and hanging up before it went out means that nobody is called', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    backend.faults.goOffline();
    const calling = ann.actions.call('bob');
    await backend.settle();
    expect(ann.says()).toBe('dialling');
    await ann.actions.hangUp();
    backend.faults.goOnline();
    await backend.clock.tick(5_000);
    await calling;
    expect(all(ann, bob)).toEqual(['ended cancelled', 'idle']);
    expect(backend.server.log().filter(({ event }) => event === 'signaling:invite')).toEqual([]);
  });

  it('an answer waits, and connects if the deadline has not passed', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, 'bob');
    backend.faults.disconnect('bob');
    const answering = bob.actions.accept();
    expect(bob.says()).toBe('connecting');
    await backend.clock.tick(5_000);
    await answering;
    expect(all(ann, bob)).toEqual(['connected', 'connected']);
  });

  it('an answer that comes too late rejects, and the call ends as noResponse', async () => {
    const ann = await phone('ann');
    const peer = backend.peer('bob');
    await backend.settle();
    const bob = await phoneOf(peer.hummer, 'bob');
    await call(ann, { uids: ['bob'], timeout: 5 });
    peer.drop();
    const answering = bob.actions.accept().catch((error: unknown) => error);
    await backend.clock.tick(7_000);
    expect(await answering).toMatchObject({ code: 8010 });
    expect(all(ann, bob)).toEqual(['ended noResponse', 'ended noResponse']);
  });

  it('a call that rang is answered after it, with the time that was left', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, { uids: ['bob'], timeout: 30 });
    backend.faults.disconnect('bob');
    await backend.clock.tick(10_000);
    expect(bob.says()).toBe('ringing');
    await bob.actions.accept();
    await backend.settle();
    expect(all(ann, bob)).toEqual(['connected', 'connected']);
  });
});

describe('two who call each other at once', () => {
  it('have one call, whoever was first', async () => {
    const [ann, bob] = [await phone('ann', { autoBusy: true }), await phone('bob', { autoBusy: true })];
    await Promise.all([ann.actions.call('bob'), bob.actions.call('ann')]);
    await backend.settle();
    expect(all(ann, bob)).toEqual(['connected', 'connected']);
    expect(ann.now().inviteID).toBe(bob.now().inviteID);
    expect(ann.now().room).toEqual(bob.now().room);
    expect([ann.waiting(), bob.waiting()]).toEqual([[], []]);
  });

  it('have one call with every pace of the network', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    backend.faults.delay(40);
    const calls = [ann.actions.call('bob')];
    await backend.clock.tick(20);
    calls.push(bob.actions.call('ann'));
    await backend.clock.tick(2_000);
    await Promise.all(calls);
    expect(all(ann, bob)).toEqual(['connected', 'connected']);
    expect(ann.now().room).toEqual(bob.now().room);
  });

  it('have one call also if the second dialled when it rang already: that is an answer', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await call(ann, { uids: ['bob'], video: true });
    expect(bob.says()).toBe('ringing');
    await call(bob, 'ann');
    expect(all(ann, bob)).toEqual(['connected', 'connected']);
    expect([ann.now().video, bob.now().video]).toEqual([true, false]);
  });

  it('have one call though both dialled before they were logged in', async () => {
    const clients = ['ann', 'bob'].map((uid) => backend.connect({ uid }));
    const phones = clients.map((hummer, index) => phoneOf(hummer, index ? 'bob' : 'ann'));
    const calls = clients.map((hummer, index) => {
      const internals = internalsOf(hummer);
      return callsOf(internals, { loadMedia: () => Promise.resolve(internals.media) }).actions.call(
        index ? 'ann' : 'bob',
      );
    });
    const [ann, bob] = await Promise.all(phones);
    await Promise.all(calls);
    await backend.settle();
    expect(all(ann!, bob!)).toEqual(['connected', 'connected']);
  });

  it('ring in none of their other tabs besides', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    const tab = await phone('ann');
    await Promise.all([ann.actions.call('bob'), bob.actions.call('ann')]);
    await backend.settle();
    expect(tab.now().state).not.toBe('ringing');
    expect(all(ann, bob)).toEqual(['connected', 'connected']);
  });

  it('are rung after all if their own call came to nothing', async () => {
    const ann = await phone('ann');
    const bob = backend.connect({ uid: 'bob' }); // without anything that answers calls
    await backend.settle();
    await call(ann, { uids: ['bob'], timeout: 5 });
    await backend.clock.tick(10);
    const { data } = await invitationRequestsOf(internalsOf(bob)).invite({
      inviteeList: ['ann'],
      data: JSON.stringify({ type: 'hummer-call', version: 1, roomId: 'r' }),
      timeout: 60,
      onlineUserOnly: false,
    });
    expect(data).toContain('hummer-call');
    await backend.settle();
    expect([ann.says(), ann.waiting()]).toEqual(['dialling', []]);
    await backend.clock.tick(6_000);
    expect(ann.says()).toBe('ringing');
  });
});

describe('who calls during a call', () => {
  it('hears that the line is busy, if the app says so', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob', { autoBusy: true })];
    const eve = await phone('eve');
    await connect(ann, bob);
    await call(eve, 'bob');
    expect(all(ann, bob, eve)).toEqual(['connected', 'connected', 'ended busy']);
    expect(bob.waiting()).toEqual([]);
  });

  it('waits otherwise, and is answered by hanging up the other', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    const eve = await phone('eve');
    await connect(ann, bob);
    await call(eve, 'bob');
    expect(all(bob, eve)).toEqual(['connected', 'dialling']);
    const [second] = bob.waiting();
    expect(second).toBe(eve.now().inviteID);
    await bob.incoming(second!).accept();
    await backend.settle();
    expect(all(ann, bob, eve)).toEqual(['ended hangUp', 'connected', 'connected']);
  });

  it('rings when the line is free', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    const eve = await phone('eve');
    await connect(ann, bob);
    await call(eve, 'bob');
    await bob.actions.hangUp();
    await backend.settle();
    expect(all(ann, bob, eve)).toEqual(['ended hangUp', 'ringing', 'dialling']);
  });

  it('is chosen among several that ring', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    const [eve, joe] = [await phone('eve'), await phone('joe')];
    await call(ann, 'bob');
    await call(eve, 'bob');
    await call(joe, 'bob');
    expect(bob.waiting()).toHaveLength(3);
    await bob.incoming(joe.now().inviteID!).accept();
    await backend.settle();
    expect(all(ann, eve, joe, bob)).toEqual(['ended rejected', 'dialling', 'connected', 'connected']);
  });

  it('with something that is no call does not ring, and is an invitation all the same', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    await ann.hummer.signaling.invite({ userID: 'bob', data: '{"tennis":true}' });
    await backend.settle();
    expect(bob.says()).toBe('idle');
    expect(bob.internals.store.invitationIds.get('incoming')).toHaveLength(1);
  });
});

describe('several devices of one user', () => {
  it('all ring; one answers, and the others fall silent', async () => {
    const ann = await phone('ann');
    const [desk, tablet] = [await phone('bob'), await phone('bob')];
    await call(ann, 'bob');
    expect(all(desk, tablet)).toEqual(['ringing', 'ringing']);
    await tablet.actions.accept();
    await backend.settle();
    expect(all(ann, desk, tablet)).toEqual(['connected', 'ended otherDeviceAccepted', 'connected']);
  });

  it('are all rejected by one', async () => {
    const ann = await phone('ann');
    const [desk, tablet] = [await phone('bob'), await phone('bob')];
    await call(ann, 'bob');
    await desk.actions.reject();
    await backend.settle();
    expect(all(ann, desk, tablet)).toEqual(['ended rejected', 'ended rejected', 'ended otherDeviceRejected']);
  });

  it('that answer at the same moment come to one call: the second is told that it was too late', async () => {
    const ann = await phone('ann');
    const [desk, tablet] = [await phone('bob'), await phone('bob')];
    await call(ann, 'bob');
    const answers = await Promise.allSettled([desk.actions.accept(), tablet.actions.accept()]);
    await backend.settle();
    expect(answers).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 8010 } }]);
    expect(all(ann, desk, tablet)).toEqual(['connected', 'connected', 'ended otherDeviceAccepted']);
  });

  it('ring aloud in one, and in the next when that one is closed', async () => {
    const locks = fakeLocks();
    const ann = await phone('ann');
    const [desk, tablet] = [await phone('bob', { lock: locks }), await phone('bob', { lock: locks })];
    await call(ann, 'bob');
    expect([desk.now().ringsAloud, tablet.now().ringsAloud]).toEqual([true, false]);
    locks.close();
    expect(tablet.now().ringsAloud).toBe(true);
    await tablet.actions.accept();
    expect([desk.now().ringsAloud, tablet.now().ringsAloud]).toEqual([false, false]);
  });

  it('leave the caller alone: another device of the caller is free', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    const tablet = await phone('ann');
    await call(ann, 'bob');
    expect(all(ann, tablet, bob)).toEqual(['dialling', 'idle', 'ringing']);
  });
});

describe('a reloaded page', () => {
  it('rings on with the time that is left', async () => {
    const storage = tabStorage();
    const [ann, bob] = [await phone('ann'), await phone('bob', { storage })];
    await call(ann, 'bob');
    backend.faults.disconnect('bob');
    const reloaded = await phone('bob', { storage });
    expect(reloaded.says()).toBe('ringing');
    await reloaded.actions.accept();
    await backend.settle();
    expect(all(ann, reloaded)).toEqual(['connected', 'connected']);
    expect(bob.now().state).not.toBe('connected');
  });

  it('of the caller dials on', async () => {
    const storage = tabStorage();
    const ann = await phone('ann', { storage });
    const bob = await phone('bob');
    await call(ann, 'bob');
    internalsOf(ann.hummer).memory.save();
    backend.faults.disconnect('ann');
    const reloaded = await phone('ann', { storage });
    expect(reloaded.says()).toBe('dialling');
    await bob.actions.accept();
    await backend.settle();
    expect(all(reloaded, bob)).toEqual(['connected', 'connected']);
  });
});

describe('a call of a group', () => {
  it('takes each answer for what it is, and lasts while two are there', async () => {
    const ann = await phone('ann');
    const [bob, eve, joe, kim] = [
      await phone('bob'),
      await phone('eve'),
      await phone('joe'),
      await phone('kim'),
    ];
    await call(ann, { uids: ['bob', 'eve', 'joe', 'kim'], timeout: 20 });
    expect(all(bob, eve, joe, kim)).toEqual(['ringing', 'ringing', 'ringing', 'ringing']);
    expect(ann.now()).toMatchObject({ state: 'dialling', peers: ['bob', 'eve', 'joe', 'kim'] });
    await eve.actions.reject();
    await bob.actions.accept();
    await backend.settle();
    expect(all(ann, bob, eve, joe)).toEqual(['connected', 'connected', 'ended rejected', 'ringing']);
    expect(ann.now().peers).toEqual(['bob', 'joe', 'kim']);
    await kim.actions.accept();
    await backend.clock.tick(20_000);
    expect(joe.says()).toBe('ended noResponse');
    expect([...ann.now().peers].sort()).toEqual(['bob', 'kim']);
    expect([...kim.now().peers].sort()).toEqual(['ann', 'bob']);
    await ann.actions.hangUp();
    await backend.settle();
    expect(all(ann, bob, kim)).toEqual(['ended hangUp', 'connected', 'connected']);
    await bob.actions.hangUp();
    await backend.settle();
    expect(all(bob, kim)).toEqual(['ended hangUp', 'ended hangUp']);
  });

  it('is taken back from who has not answered when the caller hangs up', async () => {
    const ann = await phone('ann');
    const [bob, eve] = [await phone('bob'), await phone('eve')];
    await call(ann, { uids: ['bob', 'eve'] });
    await bob.actions.accept();
    await backend.settle();
    await ann.actions.hangUp();
    await backend.settle();
    expect(all(ann, bob, eve)).toEqual(['ended hangUp', 'ended hangUp', 'ended cancelled']);
  });

  it('waits for who has not answered though nobody is there yet', async () => {
    const ann = await phone('ann');
    const [bob, eve] = [await phone('bob'), await phone('eve')];
    await call(ann, { uids: ['bob', 'eve'], timeout: 60 });
    await bob.actions.accept();
    await backend.settle();
    await bob.actions.hangUp();
    await backend.settle();
    expect(ann.says()).toBe('connected');
    await eve.actions.reject();
    await backend.settle();
    expect(ann.says()).toBe('ended hangUp');
  });

  it('comes to nothing when nobody wants it', async () => {
    const ann = await phone('ann');
    const [bob, eve] = [await phone('bob', { autoBusy: true }), await phone('eve')];
    await call(ann, { uids: ['bob', 'eve'] });
    await bob.actions.reject();
    await eve.actions.reject();
    await backend.settle();
    expect(ann.says()).toBe('ended rejected');
  });
});

/** Locks of one machine, whose tabs a test closes. */
function fakeLocks(): RingLock & { close(): void } {
  const waiting: (() => void)[] = [];
  const next = (): void => {
    waiting[0]?.();
  };
  return {
    acquire(_, granted) {
      waiting.push(granted);
      if (waiting.length === 1) granted();
      return () => {
        const first = waiting[0] === granted;
        waiting.splice(waiting.indexOf(granted), 1);
        if (first) next();
      };
    },
    close() {
      waiting.shift();
      next();
    },
  };
}
