import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, createHouse, settle, type House, type TestPeer } from './support.js';

const manual = { join: { autoSubscribe: false } };

const size = (resolutionId: string, width: number, height: number, more: object = {}) => ({
  resolutionId,
  width,
  height,
  frameRate: 30,
  maxBitrate: 1_000_000,
  ...more,
});
const LARGE = size('large', 1280, 720);
const SMALL = size('small', 320, 180);
const SQUARE = size('square', 240, 240);

/** One camera picture in two simulcast layers. */
async function camera(house: House, peer: TestPeer, resolutions: object[] = [SMALL, LARGE]) {
  return house.produce(peer, 'video', { appData: { source: 'camera', resolutions }, ...layers(resolutions) });
}

let ssrc = 500_000;
function layers(resolutions: object[]) {
  const codec = {
    mimeType: 'video/VP8',
    payloadType: 101,
    clockRate: 90_000,
    parameters: {},
    rtcpFeedback: [],
  };
  return {
    rtpParameters: {
      mid: String(ssrc++),
      codecs: [codec],
      headerExtensions: [],
      encodings: resolutions.map(() => ({ ssrc: ssrc++ })),
      rtcp: { cname: 'ann' },
    },
  };
}

describe('two sizes of one picture', () => {
  const asking = (producerId: string) => {
    const item = (resolutionId?: string) => ({ producerId, ...(resolutionId && { resolutionId }) });
    const take = async ({ client }: TestPeer, ...ids: (string | undefined)[]) => {
      await client.ask('subscribe', { items: ids.map(item), mode: 'add' });
      await settle();
    };
    return { item, take };
  };
  /** What the router sends to a peer, by size. */
  const received = (house: House, { client }: TestPeer): Record<string, number | undefined> =>
    Object.fromEntries(
      client
        .of('newConsumer')
        .map(
          ({ id, resolutionId = 'any' }) =>
            [String(resolutionId), house.router.consumer(id as string)] as const,
        )
        .filter(([, consumer]) => consumer)
        .map(([name, consumer]) => [name, consumer?.preferredLayers?.spatialLayer]),
    );

  it('come at once, each by a consumer of its own that says which it is', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const { take } = asking(await camera(house, ann));
    await take(ben, 'small', 'large');
    await take(ben, 'small', 'large');
    expect(ben.client.of('newConsumer')).toHaveLength(2);
    expect(received(house, ben)).toEqual({ small: 0, large: 1 });
  });

  it('are added one after the other, and the first goes on', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const { take } = asking(await camera(house, ann));
    await take(ben, 'small');
    await take(ben, 'small', undefined);
    expect(received(house, ben)).toEqual({ small: 0, any: undefined });
    expect(ben.client.of('consumerClosed')).toEqual([]);
  });

  it('end one by one: by what is left of them, or by the consumer', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const { take } = asking(await camera(house, ann));
    await take(ben, 'small', 'large');
    await take(ben, 'large');
    expect(received(house, ben)).toEqual({ large: 1 });
    await take(ben, 'small', 'large');
    const small = ben.client.last('newConsumer');
    await ben.client.ask('unsubscribe', { consumerIds: [small['id']] });
    expect(received(house, ben)).toEqual({ large: 1 });
    await ben.client.ask('closeTransport', { transportId: ben.recv });
    await ben.client.ask('createWebRtcTransport', { consuming: true });
    await settle();
    expect(received(house, ben)).toEqual({ large: 1 });
    expect(house.router.stats().consumers).toBe(1);
  });

  it('are not offered again one by one once their client has refused them', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const { take } = asking(await camera(house, ann));
    ben.client.answer = 'refuse';
    await take(ben, 'small', 'large');
    ben.client.answer = 'accept';
    ben.client.forget();
    await ben.client.ask('createWebRtcTransport', { consuming: true });
    await settle();
    expect(ben.client.of('newConsumer')).toEqual([]);
    await take(ben, 'small');
    expect(received(house, ben)).toEqual({ small: 0 });
  });

  it('change places without a new consumer, and the client is told', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const { take } = asking(await camera(house, ann));
    await take(ben, 'small');
    const { id } = ben.client.last('newConsumer');
    const layer = () => house.router.consumer(id as string)?.preferredLayers;
    await take(ben, 'large');
    expect(ben.client.of('consumerUpdated')).toEqual([{ consumerId: id, resolutionId: 'large' }]);
    expect(layer()).toEqual({ spatialLayer: 1 });
    await take(ben, 'small');
    await take(ben, undefined);
    expect(ben.client.last('consumerUpdated')).toEqual({ consumerId: id, resolutionId: null });
    expect(layer()).toEqual({ spatialLayer: 1 });
    expect(ben.client.of('newConsumer')).toHaveLength(1);
  });

  it('are refused as a whole if both come to the same layer', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const liar = await camera(house, ann, [
      size('one', 640, 360, { layer: 1 }),
      size('two', 641, 361, { layer: 7 }),
    ]);
    const { item } = asking(liar);
    const refused = (items: object[]) => codeOf(ben.client.ask('subscribe', { items, mode: 'add' }));
    expect(await refused([item('one'), item('two')])).toBe(90_100_213);
    expect(await refused([item('one'), item()])).toBe(90_100_213);
    expect(await refused([item('one'), { ...item(), layer: 0, minLayer: 1 }])).toBe(90_100_213);
    expect(await refused([item('one'), item('none')])).toBe(90_100_213);
    await settle();
    expect(house.router.stats().consumers).toBe(0);
  });

  it('are both demanded of their owner, and the higher one no more when it is given up', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const { take } = asking(await camera(house, ann));
    await take(ben, 'small', 'large');
    expect(ann.client.last('producerDemand')).toMatchObject({ maxSpatialLayer: 1 });
    await take(ben, 'small');
    await house.clock.tick(3_000);
    expect(ann.client.last('producerDemand')).toMatchObject({ maxSpatialLayer: 0 });
  });

  it('count twice towards the limit of consumers', async () => {
    const house = createHouse({ limits: { consumersPerPeer: 2 } });
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const [first, second] = [asking(await camera(house, ann)), asking(await camera(house, ann, [SQUARE]))];
    await first.take(ben, 'small', 'large');
    await second.take(ben, undefined);
    expect(received(house, ben)).toEqual({ small: 0, large: 1 });
  });

  it('are not made when they are given up while they are being made', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const { item } = asking(await camera(house, ann));
    const ask = (items: object[], mode = 'add') => ben.client.ask('subscribe', { items, mode });
    await Promise.all([ask([item('small'), item('large')]), ask([item('large')])]);
    await settle();
    expect(received(house, ben)).toEqual({ large: 1 });
    expect(house.router.stats().consumers).toBe(1);
  });

  it('are made once each, however often they are asked for while they are being made', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const { item, take } = asking(await camera(house, ann));
    const ask = (...ids: string[]) => ben.client.ask('subscribe', { items: ids.map(item), mode: 'add' });
    await Promise.all([ask('small', 'large'), ask('small', 'large'), ask('large', 'small')]);
    await settle();
    expect(house.router.stats().consumers).toBe(2);
    await take(ben, 'large');
    await Promise.all([ask('large', 'small'), ask('small')]);
    await settle();
    expect(received(house, ben)).toEqual({ small: 0 });
    expect(house.router.stats().consumers).toBe(1);
  });

  it('keep their names through a resumed connection', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben', manual);
    const { take } = asking(await camera(house, ann));
    await take(ben, 'small', undefined);
    ben.client.drop();
    const client = house.connect();
    const answer = await client.ask('resume', { ...ben.resume, token: await house.sessionToken('ben') });
    expect(answer['consumers']).toMatchObject([{ resolutionId: 'small' }, { producerPaused: false }]);
    expect((answer['consumers'] as object[])[1]).not.toHaveProperty('resolutionId');
  });

  it('are offered without their name to a client that knows seed 003 only', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join(null, manual);
    const { take } = asking(await camera(house, ann));
    await take(ben, 'small');
    await take(ben, 'large');
    expect(ben.client.last('newConsumer')).not.toHaveProperty('resolutionId');
    expect(ben.client.of('consumerUpdated')).toEqual([]);
  });
});

/** What a client believes to receive, from nothing but what it was told: sizes by producer. */
class View {
  readonly consumers = new Map<string, { producerId: string; size: string }>();

  constructor(private readonly peer: TestPeer) {}

  read(): void {
    for (const { event, data } of this.peer.client.events.splice(0)) {
      const { id, producerId, consumerId, resolutionId } = data as Record<string, string | null>;
      const size = resolutionId ?? 'any';
      if (event === 'newConsumer') this.consumers.set(id ?? '', { producerId: producerId ?? '', size });
      if (event === 'consumerClosed') this.consumers.delete(consumerId ?? '');
      const known = event === 'consumerUpdated' && this.consumers.get(consumerId ?? '');
      if (known) known.size = size;
    }
  }

  sizesOf(producerId: string): string[] {
    const mine = [...this.consumers.values()].filter((consumer) => consumer.producerId === producerId);
    return mine.map(({ size }) => size).sort();
  }
}

const wish = fc.record({
  producer: fc.constantFrom(0, 1),
  sizes: fc.subarray(['small', 'medium', 'large', 'any'] as const),
  how: fc.constantFrom('add', 'replace', 'unsubscribe'),
  calm: fc.boolean(),
});

describe('whatever is asked for in whatever order', () => {
  it('is what the client is told of, and what the router sends, in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: 12 }), async (wishes) => {
        const house = createHouse();
        const ann = await house.join('ann');
        const ben = await house.join('ben', manual);
        const sizes = [SMALL, size('medium', 640, 360), LARGE];
        const ids = [await camera(house, ann, sizes), await camera(house, ann, sizes)];
        const view = new View(ben);
        const wanted = new Map(ids.map((id) => [id, [] as string[]]));
        for (const { producer, sizes: some, how, calm } of wishes) {
          const producerId = ids[producer] ?? '';
          // 'any' is the highest layer, which is 'large'.
          const asked = some.includes('any') ? some.filter((one) => one !== 'large') : some;
          if (how === 'unsubscribe') {
            await settle();
            view.read();
            const [first] = [...view.consumers].filter(([, one]) => one.producerId === producerId);
            if (!first) continue;
            await ben.client.ask('unsubscribe', { consumerIds: [first[0]] });
            view.consumers.delete(first[0]);
            wanted.set(producerId, view.sizesOf(producerId));
            continue;
          }
          if (asked.length === 0) continue;
          if (how === 'replace') for (const id of ids) wanted.set(id, []);
          wanted.set(producerId, [...asked].sort());
          const items = asked.map((one) => ({ producerId, ...(one !== 'any' && { resolutionId: one }) }));
          const asking = ben.client.ask('subscribe', { items, mode: how });
          if (calm) await asking.then(settle);
        }
        await settle();
        view.read();
        for (const [id, expected] of wanted) expect(view.sizesOf(id)).toEqual(expected);
        const layers: Record<string, number> = { small: 0, medium: 1, large: 2, any: 2 };
        for (const [id, { size: name }] of view.consumers) {
          const consumer = house.router.consumer(id);
          expect(consumer).toMatchObject({ closed: false, paused: false });
          expect(consumer?.preferredLayers?.spatialLayer ?? 2).toBe(layers[name]);
        }
        expect(house.router.stats().consumers).toBe(view.consumers.size);
      }),
      { numRuns: 60 },
    );
  });
});

describe('two producers of one camera', () => {
  const taken = (peer: TestPeer): unknown[] => {
    const ended = peer.client.of('consumerClosed').map(({ consumerId }) => consumerId);
    return peer.client
      .of('newConsumer')
      .filter(({ id }) => !ended.includes(id))
      .map(({ producerId }) => producerId);
  };

  it('are not both offered to who takes everything: the larger picture is, whichever came first', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const [own, seed] = [await house.join('ben'), await house.join(null)];
    const square = await camera(house, ann, [SQUARE]);
    expect([taken(own), taken(seed)]).toEqual([[square], [square]]);
    const large = await camera(house, ann, [LARGE]);
    expect([taken(own), taken(seed)]).toEqual([[large], [large]]);
    const late = await house.join('cleo');
    expect(taken(late)).toEqual([large]);
  });

  it('are taken in turn: the smaller one when the larger one ends, or becomes the smaller', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const [large, square] = [await camera(house, ann, [LARGE]), await camera(house, ann, [SQUARE])];
    const resolutions = [size('tiny', 160, 90)];
    await ann.client.ask('setProducerMeta', { producerId: large, resolutions });
    await settle();
    expect(taken(ben)).toEqual([square]);
    await ann.client.ask('closeProducer', { producerId: square });
    await settle();
    expect(taken(ben)).toEqual([large]);
  });

  it('are both received by who asks for both', async () => {
    const house = createHouse();
    const ann = await house.join('ann');
    const ben = await house.join('ben');
    const [large, square] = [await camera(house, ann, [LARGE]), await camera(house, ann, [SQUARE])];
    const items = [{ producerId: large }, { producerId: square, resolutionId: 'square' }];
    await ben.client.ask('subscribe', { items, mode: 'add' });
    await settle();
    expect(taken(ben)).toEqual([large, square]);
  });

  it('are both offered if they do not say how large they are', async () => {
    const house = createHouse();
    const ann = await house.join(null);
    const ben = await house.join('ben');
    const both = [await house.produce(ann, 'video'), await house.produce(ann, 'video')];
    expect(taken(ben)).toEqual(both);
  });
});
