import { describe, expect, it, vi } from 'vitest';
import { codeOf, createHouse, settle } from './support.js';

describe('the end of a media peer', () => {
  it('tells the others consumerClosed, producerClosed, then peerClosed with the reason', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const producerId = await house.produce(ann);
    const { id } = ben.client.last('newConsumer');
    ben.client.forget();
    await ann.client.ask('leave');
    expect(ben.client.events).toEqual([
      { event: 'consumerClosed', data: { consumerId: id } },
      { event: 'producerClosed', data: { producerId } },
      {
        event: 'peerClosed',
        data: { peerId: ann.id, reason: { code: 0, msg: expect.stringMatching(/./) as string } },
      },
    ]);
  });

  it('tells a client of seed 003 only what that document has', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const old = await house.join(null);
    await house.produce(ann);
    old.client.forget();
    await ann.client.ask('leave');
    expect(old.client.log).toEqual(['consumerClosed', 'peerClosed']);
    expect(old.client.last('peerClosed')).toEqual({ peerId: ann.id });
  });

  it('ends a client of seed 003 with its socket', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const old = await house.join(null);
    old.client.drop();
    expect(ann.client.last('peerClosed')).toMatchObject({ peerId: old.id, reason: { code: 7 } });
  });

  it('refuses a produce whose peer left while the media server worked, and leaves no producer', async () => {
    const house = createHouse();
    const old = await house.join(null);
    const ben = await house.join('ben');
    const work = house.produce(old);
    old.client.drop();
    work.catch(() => undefined);
    await settle();
    expect(house.router.stats().producers).toBe(0);
    expect(ben.client.of('newConsumer')).toEqual([]);
  });

  it('makes no consumer for a peer that left while it was being made', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const old = await house.join(null);
    const made = house.produce(ann);
    await Promise.resolve();
    old.client.drop();
    await made;
    expect(house.router.stats()).toMatchObject({ producers: 1, consumers: 0 });
  });

  it('offers no consumer whose producer ended while it was being made', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const transport = house.router.transport(ben.recv)!;
    const consume = transport.consume.bind(transport);
    vi.spyOn(transport, 'consume').mockImplementation(async (options) => {
      const consumer = await consume(options);
      await ann.client.ask('closeProducer', { producerId: options.producerId });
      return consumer;
    });
    ben.client.forget();
    await house.produce(ann);
    expect(ben.client.log).toEqual(['newProducer', 'producerClosed']);
  });

  it('tells consumerClosed for a consumer that ends before its client has answered', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ben.client.answer = 'silent';
    const producerId = await house.produce(ann);
    const { id } = ben.client.last('newConsumer');
    await ann.client.ask('closeProducer', { producerId });
    expect(ben.client.last('consumerClosed')).toEqual({ consumerId: id });
    ben.client.respond();
    await settle();
    expect(ben.client.of('consumerScore')).toEqual([]);
    expect(house.router.stats().consumers).toBe(0);
  });

  it('keeps a consumer paused that its client paused before it had answered', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ben.client.answer = 'silent';
    await house.produce(ann);
    const id = ben.client.last('newConsumer')['id'] as string;
    await ben.client.ask('pauseConsumer', { consumerId: id });
    ben.client.respond();
    await settle();
    expect(house.router.consumer(id)?.paused).toBe(true);
    await ben.client.ask('resumeConsumer', { consumerId: id });
    expect(house.router.consumer(id)?.paused).toBe(false);
  });

  it('does not run a consumer that its client resumes before it has answered', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    ben.client.answer = 'silent';
    await house.produce(ann);
    const id = ben.client.last('newConsumer')['id'] as string;
    await ben.client.ask('resumeConsumer', { consumerId: id });
    expect(house.router.consumer(id)?.paused).toBe(true);
  });

  it('evicts the earlier login of a user in the room, with a reason', async () => {
    const house = createHouse();
    const first = await house.join('ann', { sessionId: 'one' });
    const ben = await house.join('ben');
    const second = await house.join('ann', { sessionId: 'two' });
    expect(first.client.last('kicked')).toMatchObject({ userId: 'ann', reason: { code: 5 } });
    expect(first.client.open).toBe(false);
    expect(ben.client.last('peerClosed')).toMatchObject({ peerId: first.id, reason: { code: 5 } });
    expect(ben.client.last('newPeer')).toMatchObject({ id: second.id });
  });

  it('replaces a ghost of the same session in silence', async () => {
    const house = createHouse();
    const first = await house.join('ann');
    const second = await house.join('ann');
    expect(first.client.of('kicked')).toEqual([]);
    expect(first.client.open).toBe(false);
    expect(house.media.stats().mediaPeers).toBe(1);
    expect(second.client.open).toBe(true);
  });

  it('evicts nobody whose token has no uid', async () => {
    const house = createHouse();
    const first = await house.join(null);
    const second = await house.join(null);
    expect([first.client.open, second.client.open]).toEqual([true, true]);
  });

  it('refuses the fifth media room of a user', async () => {
    const house = createHouse();
    for (const roomId of ['a', 'b', 'c', 'd']) await house.join('ann', { roomId, role: 2 });
    const [, body] = await house
      .connect()
      .raw('token', { token: await house.sessionToken('ann', { roomId: 'e', role: 2 }) });
    expect(body).toMatchObject({ errcode: 32_000_032, context: { type: 'media', rtc: 'RTC.32000032' } });
  });

  it('refuses role 0 in a second room', async () => {
    const house = createHouse();
    await house.join('ann', { roomId: 'a' });
    expect(await codeOf(house.enter('ann', { roomId: 'b' }))).toBe(90_100_022);
    await house.join('ann', { roomId: 'b', role: 2 });
  });

  it('does not let the ghost of a user stand in the way', async () => {
    const house = createHouse();
    const first = await house.join('ann', { roomId: 'a' });
    first.client.drop();
    await house.join('ann', { roomId: 'b' });
    expect(house.media.stats()).toMatchObject({ mediaRooms: 1, mediaPeers: 1 });
  });

  it('ends the peers of a session that is over', async () => {
    const house = createHouse();
    const ann = await house.join('ann', { sessionId: 'one' });
    const ben = await house.join('ben');
    house.media.revokeSession('one');
    expect(ann.client.open).toBe(false);
    expect(ben.client.last('peerClosed')).toMatchObject({ peerId: ann.id });
  });

  it('puts a user out of the room it was kicked from, and no other', async () => {
    const house = createHouse();
    const here = await house.join('ann', { roomId: 'here' });
    const there = await house.join('ann', { roomId: 'there', role: 2 });
    house.media.revokeUser({ appid: '1', region: 'cn', roomId: 'here' }, 'ann', 'kicked');
    expect(here.client.last('kicked')).toMatchObject({ reason: { code: 9 } });
    expect([here.client.open, there.client.open]).toEqual([false, true]);
  });

  it('dismisses a room', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const old = await house.join(null);
    house.media.revokeRoom({ appid: '1', region: 'cn', roomId: 'room' }, 'dismissed');
    expect(ann.client.last('roomClosed')).toMatchObject({ reason: { code: 10 } });
    expect([ann.client.open, old.client.open]).toEqual([false, false]);
    expect(old.client.of('roomClosed')).toEqual([]);
    expect(house.media.stats().mediaRooms).toBe(0);
  });
});
