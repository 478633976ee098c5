import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callsOf } from '../../../src/core/signaling/calls.js';
import type { EntityTable } from '../../../src/store/entityTable.js';
import { createHouse, type House, type Lodger } from '../support/house.js';

const ROUNDS = 1_000;
let house: House;

beforeEach(() => {
  const many = 1_000_000;
  house = createHouse({ requests: { burst: many, perSecond: many } });
});

afterEach(async () => {
  await house.close();
});

/** Everything that a client holds on to, as numbers. */
function holdings({ internals, timers }: Lodger) {
  const { invitations, invitationIds, calls } = internals.store;
  const sizes = ([invitations, invitationIds, calls] as EntityTable<unknown>[]).map((table) => table.size());
  return { sizes, timers: timers() };
}

describe('after 1,000 invitations nothing is left', () => {
  it(
    'of those that were answered, cancelled and timed out, on either side',
    { timeout: 60_000 },
    async () => {
      const ann = await house.login('ann');
      const bob = await house.login('bob');
      const heard: string[] = [];
      const handler = ({ name }: { name: string }): void => void heard.push(name);
      await bob.hummer.signaling.addSignalingListener('ts_new_invitation_received', handler);
      void ann.hummer.signaling.getSignalingInfo(null);
      await house.settle();
      const before = [holdings(ann), holdings(bob)];
      for (let i = 0; i < ROUNDS; i++) {
        const { data } = await ann.hummer.signaling.invite({ userID: 'bob', timeout: 1 });
        const { inviteID } = data;
        if (i % 4 === 0) await bob.hummer.signaling.accept({ inviteID });
        else if (i % 4 === 1) await bob.hummer.signaling.reject({ inviteID });
        else if (i % 4 === 2) await ann.hummer.signaling.cancel({ inviteID });
        else await house.clock.tick(1_000);
      }
      await house.clock.tick(120_000);
      expect(heard).toHaveLength(ROUNDS);
      expect([holdings(ann), holdings(bob)]).toEqual(before);
    },
  );

  it('of calls that were declined', { timeout: 60_000 }, async () => {
    const ann = await house.login('ann');
    const bob = await house.login('bob');
    const loadMedia = () => Promise.reject(new Error('No media here.'));
    const [from, to] = [ann, bob].map(({ internals }) => callsOf(internals, { loadMedia }).actions);
    await house.settle();
    const before = [holdings(ann), holdings(bob)];
    for (let i = 0; i < ROUNDS / 10; i++) {
      await from!.call('bob');
      await house.settle();
      await to!.reject();
      await house.settle();
    }
    await Promise.all([from!.hangUp(), to!.hangUp()]);
    await house.clock.tick(120_000);
    expect([holdings(ann), holdings(bob)]).toEqual(before);
  });
});
