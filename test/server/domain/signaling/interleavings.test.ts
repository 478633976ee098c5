import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeferred } from '../../../../src/lib/deferred.js';
import type { WireInvitation } from '../../../../src/protocol/signaling.js';
import type { Store } from '../../../../src/server/ports/Store.js';
import { SignalingHouse, type Caller } from './support.js';

/** What the devices of a call do, in any order and any number. */
type Step =
  | { do: 'accept' | 'reject' | 'cancel' | 'modify'; by: number; again: boolean }
  | { do: 'sync'; by: number }
  | { do: 'drop'; by: number }
  | { do: 'tick'; ms: number };

const DEVICES = ['ann', 'ann', 'ben', 'ben', 'cat'] as const;
const by = fc.nat({ max: DEVICES.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('accept', 'reject'), by, again: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('cancel', 'modify'), by, again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('sync', 'drop'), by }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('tick'), ms: fc.constantFrom(1, 999, 9_000, 20_000) }),
  },
);

/** A store that takes its time: each operation waits its turn before it happens, and again before it is answered. */
function slow(store: Store, wait: () => Promise<unknown>): Store {
  const later = async <R>(work: () => Promise<R>): Promise<R> => {
    await wait();
    const result = await work();
    await wait();
    return result;
  };
  const { invitations } = store;
  return {
    ...store,
    invitations: {
      create: (...args) => later(() => invitations.create(...args)),
      change: (...args) => later(() => invitations.change(...args)),
      get: (...args) => later(() => invitations.get(...args)),
      openOf: (...args) => later(() => invitations.openOf(...args)),
      due: (...args) => later(() => invitations.due(...args)),
      watchDue: (listener) => invitations.watchDue(listener),
    },
  };
}

/** A device applies a version only if it is newer than what it has, as clients do. */
function viewOf(
  device: Caller,
  synced: readonly WireInvitation[],
  inviteID: string,
): WireInvitation | undefined {
  return [...device.heard, ...synced]
    .filter((invitation) => invitation.inviteID === inviteID)
    .sort((one, other) => one.version - other.version)
    .at(-1);
}

async function play(steps: readonly Step[], schedule: fc.Scheduler | null): Promise<void> {
  const house = new SignalingHouse({
    limits: { requests: { burst: 10_000, perSecond: 10_000 }, presenceGrace: 2_000 },
    ...(schedule && {
      withStore: (store) => slow(store, () => schedule.schedule(Promise.resolve())),
    }),
  });
  const run = async <T>(work: Promise<T>): Promise<T> => {
    const done = work.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if (schedule) await schedule.waitFor(done);
    const result = await done;
    if ('error' in result) throw result.error;
    return result.value;
  };
  const devices: Caller[] = [];
  for (const uid of DEVICES) devices.push(await house.enter(uid, uid === 'ann' ? 'team' : undefined));
  const device = (index: number): Caller => devices[index] as Caller;
  const { inviteID } = await run(
    device(0).invite(['ben', 'cat'], { groupID: 'team', timeout: 30, data: 'first' }),
  );

  /** Told when the link of a device breaks: its answers are lost. */
  const losses = DEVICES.map(() => createDeferred<'lost'>());
  const answerTo = <T>(index: number, request: Promise<T>): Promise<T | 'lost'> =>
    Promise.race([request, losses[index]?.promise ?? request]);
  const answered: Record<string, string[]> = { ben: [], cat: [] };
  const under: Promise<unknown>[] = [];
  for (const [index, what] of steps.entries()) {
    if (what.do === 'tick') {
      if (!schedule) await Promise.all(under);
      await house.clock.tick(what.ms);
    } else if (what.do === 'drop') {
      device(what.by).client.drop();
      losses[what.by]?.resolve('lost');
      losses[what.by] = createDeferred();
      const uid = DEVICES[what.by] as string;
      devices[what.by] = await house.enter(uid);
    } else if (what.do === 'sync') {
      under.push(answerTo(what.by, device(what.by).sync()));
    } else {
      const caller = device(what.by);
      const uid = DEVICES[what.by] as string;
      const clientMsgId = what.again ? `same ${what.do}` : `step ${String(index)}`;
      const request = caller.refusal(what.do, inviteID, { clientMsgId, data: '' });
      const verb = what.do;
      under.push(
        answerTo(what.by, request).then((code) => {
          if (code === 0 && (verb === 'accept' || verb === 'reject')) answered[uid]?.push(`${verb}ed`);
        }),
      );
    }
  }
  await run(Promise.all(under));
  await house.clock.tick(60_000);
  if (schedule) await schedule.waitIdle();
  await house.clock.tick(0);

  const record = await house.record(inviteID);
  expect(record?.invitees.map(({ state }) => state)).not.toContain('invited');
  for (const { uid, state } of record?.invitees ?? []) {
    // Whoever was told that the answer counts was told the truth.
    for (const claim of answered[uid] ?? []) expect(claim).toBe(state);
  }
  for (const one of devices) {
    const { invitations } = await run(one.sync([{ inviteID, version: 0 }]));
    expect(viewOf(one, invitations, inviteID)).toEqual(record);
    // No device ever sees an end undone.
    const heard = one.heard.filter((invitation) => invitation.inviteID === inviteID);
    const byVersion = [...heard].sort((a, b) => a.version - b.version);
    for (const [index, later] of byVersion.entries()) {
      const earlier = byVersion[index - 1];
      for (const [place, invitee] of (earlier?.invitees ?? []).entries()) {
        if (invitee.state !== 'invited') expect(later.invitees[place]?.state).toBe(invitee.state);
      }
    }
  }
}

describe('however the requests of all devices fall', () => {
  it('each invitee has one end, and every device sees it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) => play(steps, null)),
      { numRuns: 150 },
    );
  });

  it('over a store that answers late and out of order as well', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 8 }), (scheduler, steps) =>
        play(steps, scheduler),
      ),
      { numRuns: 150 },
    );
  });
});
