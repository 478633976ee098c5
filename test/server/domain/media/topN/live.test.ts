import { beforeEach, describe, expect, it } from 'vitest';
import { codeOf, createHouse, settle, type House, type TestPeer } from '../support.js';

describe('setTopN', () => {
  let house: House;
  let ann: TestPeer;
  let fay: TestPeer;

  beforeEach(async () => {
    house = createHouse();
    ann = await house.join('ann');
    await house.produce(ann);
    fay = await house.join('fay');
    await settle();
  });

  it('ends the microphones and brings the slots', async () => {
    expect(house.router.stats().consumers).toBe(1);
    await fay.client.ask('setTopN', { topN: 3 });
    await settle();
    expect(fay.client.of('consumerClosed')).toHaveLength(1);
    expect(fay.client.of('newTopNConsumer').map((data) => data['slot'])).toEqual([0, 1, 2]);
    expect(house.router.stats().consumers).toBe(3);
  });

  it('ends the slots and brings the microphones, and says nothing twice', async () => {
    await fay.client.ask('setTopN', { topN: 3 });
    await settle();
    await fay.client.ask('setTopN', { topN: 0 });
    await fay.client.ask('setTopN', { topN: 0 });
    await settle();
    expect(house.router.stats().consumers).toBe(1);
    expect(fay.client.of('newConsumer')).toHaveLength(2);
  });

  it.each([1, 2, -3, '3', null])('refuses %j', async (topN) => {
    expect(await codeOf(fay.client.ask('setTopN', { topN }))).toBe(400);
  });
});
