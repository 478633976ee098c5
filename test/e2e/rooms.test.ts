import { observer } from 'mediasoup';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { moving, problemsOf } from './support/probe.js';

const ROOMS = ['east', 'north', 'south', 'west'];
const TOO_MANY_ROOMS = '32000032';

/** Each room has a host; Ann speaks in the first and listens in the others. */
describe('a user in four rooms at once', () => {
  const workers: number[] = [];
  let house: House;
  let hosts: Page;
  let ann: Page;

  const everywhere = async (): Promise<void> => {
    await Promise.all([
      ...ROOMS.map((room) => moving(ann, `[data-room="${room}"] [data-remote="host-${room}"] video`)),
      moving(hosts, '#host-east-sees-ann video'),
    ]);
  };

  beforeAll(async () => {
    observer.on('newworker', ({ pid }) => workers.push(pid));
    house = await openHouse();
    const room = ROOMS.join(',');
    [hosts, ann] = await Promise.all([
      house.enter({ app: 'rooms', uid: 'hosts', room }),
      house.enter({ app: 'rooms', uid: 'ann', room }),
    ]);
  });
  afterAll(async () => {
    await house.close();
  });

  it('sees every host, and is seen where she speaks', async () => {
    await everywhere();
  });

  it('sees them all again after the media worker was killed, and is seen, without having left', async () => {
    const left = ann.locator('section:not([data-status="joined"]):not([data-status="reconnecting"])');
    const [pid] = workers;
    if (pid === undefined) throw new Error('No media worker was seen to start.');
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => {
      expect(workers).toHaveLength(2);
    });
    expect(await left.count()).toBe(0);
    await everywhere();
    expect(await ann.locator('section[data-status="joined"]').count()).toBe(ROOMS.length);
  });

  it('is told that a fifth is one too many, and stays in the four', async () => {
    await ann.click('#more');
    await ann
      .locator(`[data-room="one-more"][data-status="failed"][data-error="${TOO_MANY_ROOMS}"]`)
      .waitFor({
        state: 'attached',
      });
    await everywhere();
  });

  it('leaves nothing unhandled in either page', async () => {
    for (const page of [hosts, ann]) expect(await problemsOf(page)).toEqual([]);
  });
});
