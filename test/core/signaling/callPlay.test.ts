import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { internalsOf } from '../../../src/core/internals.js';
import { callsOf } from '../../../src/core/signaling/calls.js';
import { CURRENT_CALL, NO_CALL } from '../../../src/store/call.js';
import { createTestBackend, type TestBackend } from '../../../src/testing/index.js';
import { seededRandom } from '../../support/seededRandom.js';

const STEPS = 25;
let backend: TestBackend;

beforeEach(() => {
  const many = 1_000_000;
  backend = createTestBackend({ limits: { requests: { burst: many, perSecond: many } } });
});

afterEach(async () => {
  await backend.close();
});

const PEOPLE = ['ann', 'bob', 'bob', 'eve'] as const; // bob has two devices

async function play(seed: number): Promise<void> {
  const chance = seededRandom(seed);
  const phones = PEOPLE.map((uid, index) => {
    const internals = internalsOf(backend.connect({ uid }));
    const calls = callsOf(internals, { loadMedia: () => Promise.resolve(internals.media) });
    calls.hold({ autoBusy: index % 2 === 0 });
    return { uid, calls, now: () => internals.store.calls.get(CURRENT_CALL) ?? NO_CALL };
  });
  await backend.settle();
  const steps: Promise<unknown>[] = [];
  const story: string[] = [];
  for (let step = 0; step < STEPS; step++) {
    const { uid, calls } = chance.pick(phones);
    const { actions } = calls;
    const what = chance.pick([
      'call',
      'call',
      'group',
      'accept',
      'accept',
      'reject',
      'hangUp',
      'break',
      'wait',
    ] as const);
    story.push(`${uid} ${what}`);
    if (what === 'break') backend.faults.disconnect(uid);
    else if (what === 'wait') await backend.clock.tick(Math.floor(chance.next() * 8_000));
    else {
      const others = [...new Set(PEOPLE)].filter((other) => other !== uid);
      const done =
        what === 'call'
          ? actions.call({ uids: [chance.pick(others)], timeout: 10 })
          : what === 'group'
            ? actions.call({ uids: others, timeout: 10 })
            : actions[what]();
      steps.push(done.catch(() => undefined)); // refused: nothing to answer, or busy
    }
    if (chance.next() < 0.7) await backend.settle();
  }
  await backend.clock.tick(90_000);
  await Promise.all(steps); // all settle
  const told = `seed ${seed}: ${story.join(', ')}`;
  for (const { uid, now } of phones) {
    const { state, room } = now();
    expect(['idle', 'ended', 'connected'], told).toContain(state);
    if (state !== 'connected') continue;
    const company = phones.filter((other) => other.uid !== uid && other.now().room?.roomId === room?.roomId);
    expect(
      company.some((other) => other.now().state === 'connected'),
      `${told}; ${uid} is alone`,
    ).toBe(true);
  }
  for (const { calls } of phones) await calls.actions.hangUp();
  await backend.settle();
  expect(
    phones.map(({ now }) => now().state === 'connected'),
    told,
  ).not.toContain(true);
}

describe('calls that are played at random', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'leave nobody alone in one, ringing or dialling for ever (%d)',
    async (seed) => {
      await play(seed);
    },
  );
});
