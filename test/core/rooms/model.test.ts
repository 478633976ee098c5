import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HummerError } from '../../../src/protocol/errors.js';
import { createHouse, type House, type Resident } from '../support/house.js';

const UIDS = ['ann', 'bob', 'eve'] as const;
type Uid = (typeof UIDS)[number];
/** A nightly run may ask for more. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 25);

type Step =
  | { do: 'say'; uid: Uid }
  | { do: 'write'; uid: Uid; key: string }
  | { do: 'hand'; uid: Uid }
  | { do: 'cut'; uid: Uid }
  | { do: 'back'; uid: Uid }
  | { do: 'deaf'; uid: Uid; direction: 'up' | 'down' }
  | { do: 'leave'; uid: Uid }
  | { do: 'join'; uid: Uid }
  | { do: 'slow'; ms: number }
  | { do: 'wait'; ms: number };

const uid = fc.constantFrom(...UIDS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), uid }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('write' as const), uid, key: fc.constantFrom('a', 'b') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hand' as const), uid }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), uid }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('back' as const), uid }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('deaf' as const),
      uid,
      direction: fc.constantFrom('up' as const, 'down' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), uid }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('join' as const), uid }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('slow' as const), ms: fc.nat(300) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(4_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constant(25_000) }) },
);

/** What became of what was said: it is there, or certainly not, or nobody knows. */
type Fate = 'said' | 'unsaid' | 'unknown';

/** Plays the steps, then lets everything come to rest; answers what became of each message. */
async function play(
  house: House,
  people: Record<Uid, Resident>,
  steps: readonly Step[],
): Promise<Map<string, Fate>> {
  const fates = new Map<string, Fate>();
  const say = async (who: Resident, text: string): Promise<void> => {
    fates.set(text, 'unknown');
    const fate = await who.say(text).then(
      () => 'said' as const,
      (error: unknown) => {
        const { context } = error as HummerError;
        return context.type === 'request' && context.outcome !== 'unknown'
          ? ('unsaid' as const)
          : ('unknown' as const);
      },
    );
    fates.set(text, fate);
  };
  const deaf = new Map<Uid, 'up' | 'down'>();
  house.lose((frame) => deaf.get(frame.uid as Uid) === frame.direction);
  let count = 0;
  for (const now of steps) {
    if (now.do === 'wait') {
      await house.clock.tick(now.ms);
      continue;
    }
    if (now.do === 'slow') {
      house.network.delay(now.ms);
      continue;
    }
    const who = people[now.uid];
    const { rooms } = who.internals;
    const ignored = (promise: Promise<unknown>) => void promise.catch(() => undefined);
    if (now.do === 'say') void say(who, `${now.uid}${count++}`);
    else if (now.do === 'write')
      ignored(rooms.roomAttributes('cn:demo').addOrUpdate({ [now.key]: String(count++) }));
    else if (now.do === 'hand') ignored(rooms.localUserAttributes('cn:demo').set({ hand: String(count++) }));
    else if (now.do === 'cut') house.network.cutOff(now.uid);
    else if (now.do === 'deaf') deaf.set(now.uid, now.direction);
    else if (now.do === 'leave') ignored(who.room.leaveRoom());
    else if (now.do === 'join') ignored(who.room.joinRoom());
    else {
      deaf.delete(now.uid);
      house.network.admit(now.uid);
      house.network.disconnect(now.uid);
    }
  }
  deaf.clear();
  house.network.delay(0);
  for (const one of UIDS) {
    house.network.admit(one);
    house.network.disconnect(one);
  }
  await house.clock.tick(100_000);
  await Promise.all(UIDS.map((one) => people[one].room.joinRoom()));
  await house.clock.tick(5_000);
  return fates;
}

describe('whatever happens to three users of a room', () => {
  it(
    'they come to the same state, and what each heard is in order, once, and whole but for what a gap names',
    { timeout: RUNS * 5_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
          const house = createHouse();
          const people = {
            ann: await house.enter('ann'),
            bob: await house.enter('bob'),
            eve: await house.enter('eve'),
          };
          const witness = await house.enter('witness');
          const heard = new Map<string, (number | 'gap')[]>();
          const left = new Set<Uid>();
          for (const [name, { room }] of Object.entries({ ...people, witness })) {
            const log: (number | 'gap')[] = [];
            heard.set(name, log);
            room.on('RoomMessage', ({ seq }) => log.push(seq ?? -1));
            room.on('ContinuityChange', ({ continuity }) => {
              if (continuity === 'gap') log.push('gap');
            });
          }
          for (const now of steps) if (now.do === 'leave') left.add(now.uid);

          const fates = await play(house, people, steps);

          const texts = witness.rows().map(({ data }) => data);
          for (const [text, fate] of fates) {
            const times = texts.filter((other) => other === text).length;
            if (fate === 'said') expect(times, `${text} was said`).toBe(1);
            else expect(times, `${text}: ${fate}`).toBeLessThanOrEqual(fate === 'unknown' ? 1 : 0);
          }
          const whole = heard.get('witness') ?? [];
          for (const name of UIDS) {
            const log = heard.get(name) ?? [];
            const seqs = log.filter((entry) => entry !== 'gap');
            expect(seqs, `${name}: in order and once`).toEqual([...new Set(seqs)].sort((a, b) => a - b));
            expect(whole, `${name}: nothing that was not said`).toEqual(expect.arrayContaining(seqs));
            if (!log.includes('gap') && !left.has(name)) expect(seqs, `${name}: whole`).toEqual(whole);
          }
          const states = [...Object.values(people), witness].map(({ internals: { store } }) => ({
            members: store.memberIds.get('cn:demo')?.toSorted(),
            attributes: store.roomAttributes.get('cn:demo'),
            hands: UIDS.map((name) => store.userAttributes.get(`cn:demo\n${name}`)?.attributes ?? {}),
          }));
          for (const state of states) expect(state).toEqual(states[0]);
          expect(states[0]?.attributes?.pending ?? []).toEqual([]);
          await house.close();
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
    },
  );
});
