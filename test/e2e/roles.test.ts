import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { moving, problemsOf } from './support/probe.js';

const ROOM = 'stage';
const tile = (uid: string): string => `[data-remote="${uid}"] video`;

/** Ann speaks; Bob came to listen, with his camera ready. */
describe('a role that changes in the middle of a call', () => {
  let house: House;
  let ann: Page;
  let bob: Page;

  const bobIs = async (role: 'audience' | 'speaker'): Promise<void> => {
    await bob.locator(`main[data-role="${role}"]`).waitFor();
    if (role === 'speaker') await moving(ann, tile('bob'));
    else await ann.locator(tile('bob')).waitFor({ state: 'detached' });
    await moving(bob, tile('ann'));
  };

  beforeAll(async () => {
    house = await openHouse();
    const query = { camera: '160x120' };
    [ann, bob] = await Promise.all([
      house.enter({ app: 'meeting', uid: 'ann', room: ROOM, query }),
      house.enter({ app: 'meeting', uid: 'bob', room: ROOM, query: { ...query, role: 'audience' } }),
    ]);
  });
  afterAll(async () => {
    await house.close();
  });

  it('lets one of the audience speak when he asks to, and listen again', async () => {
    await bobIs('audience');
    await bob.click('#speak');
    await bobIs('speaker');
    await bob.click('#listen');
    await bobIs('audience');
  });

  it('is changed by an administrator, up and down', async () => {
    const room = { appid: 1, roomId: ROOM };
    expect(await house.server.admin.setRole(room, 'bob', 0)).toBe(true);
    await bobIs('speaker');
    expect(await house.server.admin.setRole(room, 'bob', 2)).toBe(true);
    await bobIs('audience');
    await bob.click('#speak');
    await bob.locator('main[data-refused="3000"]').waitFor();
    await bobIs('audience');
    await house.server.admin.setRole(room, 'bob', 0);
    await bobIs('speaker');
  });

  it('leaves nothing unhandled in either page', async () => {
    for (const page of [ann, bob]) expect(await problemsOf(page)).toEqual([]);
  });
});
