import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HummerInternals } from '../../../src/core/internals.js';
import { presenceOf } from '../../../src/core/peers/presence.js';
import { createDeferred } from '../../../src/lib/deferred.js';
import { createHouse, type House } from '../support/house.js';

let house: House;

beforeEach(() => {
  house = createHouse();
});

afterEach(async () => {
  await house.close();
});

const users = (count: number): string[] => Array.from({ length: count }, (_, index) => `user-${index}`);
const requests = (event: string) => house.requests(event).length;
const state = ({ store }: HummerInternals, uid: string) => store.online.get(uid);

describe('a watch', () => {
  it('is shared by all who look, until 200 ms after the last has looked away', async () => {
    const ann = await house.visit('ann');
    const presence = presenceOf(ann);
    const first = presence.watch(['bob']);
    const second = presence.watch(['bob', 'eve']);
    await house.settle();
    first();
    first();
    await house.clock.tick(200);
    expect([requests('peer:watchOnline'), requests('peer:unwatchOnline')]).toEqual([1, 0]);
    second();
    await house.clock.tick(199);
    expect(requests('peer:unwatchOnline')).toBe(0);
    await house.clock.tick(1);
    expect(requests('peer:unwatchOnline')).toBe(1);
    expect(ann.store.online.size()).toEqual({ entities: 0, stores: 0 });
    await house.visit('bob');
    await house.settle();
    expect(state(ann, 'bob')).toBeUndefined();
  });

  it('counts the 200 ms from the last release, though there was one before', async () => {
    const presence = presenceOf(await house.visit('ann'));
    presence.watch(['bob'])();
    await house.clock.tick(100);
    presence.watch(['bob'])();
    await house.clock.tick(199);
    expect(requests('peer:unwatchOnline')).toBe(0);
    await house.clock.tick(1);
    expect([requests('peer:watchOnline'), requests('peer:unwatchOnline')]).toEqual([1, 1]);
  });

  it('goes on for who looks again within the 200 ms', async () => {
    const ann = await house.visit('ann');
    const presence = presenceOf(ann);
    presence.watch(['bob'])();
    await house.clock.tick(199);
    presence.watch(['bob']);
    await house.clock.tick(1_000);
    expect([requests('peer:watchOnline'), requests('peer:unwatchOnline')]).toEqual([1, 0]);
    expect(state(ann, 'bob')).toEqual({ online: false, status: 'ready', error: null });
  });

  it('begins again with each session, resumed or not', async () => {
    const ann = await house.visit('ann');
    presenceOf(ann).watch(['bob']);
    await house.settle();
    house.network.disconnect('ann');
    await house.clock.tick(1_000);
    expect(requests('peer:watchOnline')).toBe(2);
    await house.visit('bob');
    await house.settle();
    expect(state(ann, 'bob')).toEqual({ online: true, status: 'ready', error: null });
    house.network.cutOff('ann');
    await house.clock.tick(60_000); // the server has forgotten ann
    house.network.admit('ann');
    await house.clock.tick(30_000);
    expect(requests('peer:watchOnline')).toBe(3);
    expect(state(ann, 'bob')?.online).toBe(true);
  });

  it('believes news rather than an answer that was on its way', async () => {
    const ann = await house.visit('ann');
    presenceOf(ann).watch(['bob']);
    const answer = createDeferred<{ onlineUids: string[] }>();
    const slow = Object.assign(Object.create(ann) as HummerInternals, {
      request: () => answer.promise,
      bring: <T>(_: string, make: (context: HummerInternals) => T) => make(slow),
    });
    presenceOf(slow).watch(['bob', 'eve']);
    await house.settle();
    await house.visit('bob');
    await house.settle();
    answer.resolve({ onlineUids: ['eve'] }); // as it was before bob came
    await house.settle();
    expect(state(ann, 'bob')).toEqual({ online: true, status: 'ready', error: null });
    expect(state(ann, 'eve')).toEqual({ online: true, status: 'ready', error: null });
  });

  it('of more than 500 users follows the first 500, and others as soon as there is room', async () => {
    const ann = await house.visit('ann');
    const presence = presenceOf(ann);
    const release = presence.watch(users(500));
    presence.watch(['bob']);
    await house.settle();
    expect(state(ann, 'user-499')).toMatchObject({ status: 'ready' });
    expect(state(ann, 'bob')).toMatchObject({ status: 'failed', error: { code: 2001 } });
    await expect(presence.refetch(['bob'])).rejects.toMatchObject({ code: 2001 });
    release();
    await house.clock.tick(200);
    expect(state(ann, 'bob')).toEqual({ online: false, status: 'ready', error: null });
  });

  it('of something that is no uid fails alone', async () => {
    const ann = await house.visit('ann');
    presenceOf(ann).watch(['', 'ann']);
    await house.settle();
    expect(state(ann, '')).toMatchObject({ status: 'failed', error: { code: 2001 } });
    expect(state(ann, 'ann')).toEqual({ online: true, status: 'ready', error: null });
  });

  it('is forgotten with the session, and begins again with the next', async () => {
    const { hummer, internals } = await house.enter('ann');
    presenceOf(internals).watch(['bob', 'cat']);
    await house.visit('bob');
    await house.settle();
    expect(state(internals, 'bob')?.online).toBe(true);
    await hummer.logout();
    expect(internals.store.online.size().entities).toBe(0);
    await hummer.login({ uid: 'cat' });
    await house.settle();
    expect(state(internals, 'bob')).toEqual({ online: true, status: 'ready', error: null });
    expect(state(internals, 'cat')?.online).toBe(true);
  });

  it('cannot be refreshed while the link is down', async () => {
    const ann = await house.visit('ann');
    const presence = presenceOf(ann);
    presence.watch(['ann']);
    await house.settle();
    house.network.cutOff('ann');
    await expect(presence.refetch(['ann'])).rejects.toMatchObject({ code: 1007 });
    expect(state(ann, 'ann')).toMatchObject({ online: true, status: 'failed' });
  });
});
