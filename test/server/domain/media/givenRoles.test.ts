import { describe, expect, it } from 'vitest';
import type { Refused } from './support.js';
import { codeOf, createHouse, settle, type House } from './support.js';

const room = { appid: '1', region: 'cn', roomId: 'room' } as const;

describe('a role that the operator gives', () => {
  it('ends what a member of the audience may not have, and tells the peer before that', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    await house.produce(ann);
    ann.client.forget();
    expect(house.media.giveRole(room, 'ann', 2)).toBe(true);
    expect(ann.client.log[0]).toBe('peerUpdated');
    expect(ann.client.last('peerUpdated')).toEqual({ peerId: ann.id, role: 2 });
    expect(ben.client.last('peerUpdated')).toEqual({ peerId: ann.id, role: 2 });
    expect(ben.client.log).toContain('consumerClosed');
    expect(await codeOf(ann.client.ask('getTransportStats', { transportId: ann.send }))).toBe(404);
    await ann.client.ask('getTransportStats', { transportId: ann.recv });
  });

  it('lets one of the audience publish', async () => {
    const house = createHouse();
    const ann = await house.join('ann', { role: 2 });
    house.media.giveRole(room, 'ann', 0);
    expect(ann.client.last('peerUpdated')).toEqual({ peerId: ann.id, role: 0 });
    const { id: send } = await ann.client.ask<{ id: string }>('createWebRtcTransport', { producing: true });
    await house.produce({ ...ann, send });
  });

  /** 0: she may come back as a speaker. */
  const back = (house: House): Promise<number> =>
    house.enter('ann', { role: 0, sessionId: 'later' }).then(
      () => 0,
      (error: unknown) => (error as Refused).errcode,
    );

  it('stands against a token of the other, in the room and on the way in, until nobody is there', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', { role: 2 });
    house.media.giveRole(room, 'ann', 2);
    const token = await house.sessionToken('ann');
    expect(await codeOf(ann.client.ask('switchRole', { role: 0, token }))).toBe(90_100_022);
    await ann.client.ask('leave');
    expect(await back(house)).toBe(90_100_022);
    await ben.client.ask('leave');
    await settle();
    expect(await back(house)).toBe(0);
  });

  it('is taken back by the other', async () => {
    const house = createHouse();
    await house.join('ann');
    house.media.giveRole(room, 'ann', 2);
    house.media.giveRole(room, 'ann', 0);
    expect(house.media.givenRole(room, 'ann')).toBe(0);
    expect(await back(house)).toBe(0);
  });

  it('waits for a user who is not in, and is nothing in a room without anybody', async () => {
    const house = createHouse();
    expect(house.media.giveRole(room, 'ann', 2)).toBe(false);
    expect(house.media.givenRole(room, 'ann')).toBeNull();
    await house.join('ben');
    expect(house.media.giveRole(room, 'ann', 2)).toBe(false);
    expect(await back(house)).toBe(90_100_022);
  });

  it('is refused, and changes nothing, where one more who publishes has no place', async () => {
    const house = createHouse({ limits: { publishersPerRoom: 1 } });
    await house.join('ann');
    const ben = await house.join('ben', { role: 2 });
    ben.client.forget();
    expect(() => house.media.giveRole(room, 'ben', 0)).toThrow(expect.objectContaining({ code: 90_100_246 }));
    expect(ben.client.log).toEqual([]);
    expect(house.media.givenRole(room, 'ben')).toBeNull();
  });

  it('says nothing to anybody when it is the role that the peer has', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    ann.client.forget();
    expect(house.media.giveRole(room, 'ann', 0)).toBe(true);
    expect(ann.client.log).toEqual([]);
  });
});
