import { createWorker, type types } from 'mediasoup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MediasoupSlots } from '../../../src/server/media/mediasoupSlots.js';
import type { AudioLevel } from '../../../src/server/ports/MediaRouter.js';
import { audioParameters } from '../../conformance/rtpFixtures.js';
import { audioPacket } from '../../support/audioPacket.js';
import { eventually } from '../../support/eventually.js';

/** A microphone inside the process: what it sends carries its ssrc as payload, so that a listener knows whom it hears. */
class Talker {
  readonly #timer: NodeJS.Timeout;
  #sequence = Math.floor(Math.random() * 65_536);
  level = 30;

  constructor(
    readonly producer: types.Producer,
    private readonly ssrc: number,
  ) {
    this.#timer = setInterval(() => {
      this.#sequence = (this.#sequence + 1) & 0xffff;
      const payload = Buffer.alloc(4);
      payload.writeUInt32BE(this.ssrc);
      producer.send(audioPacket({ ssrc: this.ssrc, sequence: this.#sequence, level: this.level, payload }));
    }, 20);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

interface Heard {
  voice: number;
  sequence: number;
  ssrc: number;
}

describe('the slots of mediasoup', () => {
  let worker: types.Worker;
  let router: types.Router;
  let outside: types.DirectTransport;
  let slots: MediasoupSlots;
  const producers = new Map<string, types.Producer>();
  const talkers: Talker[] = [];

  beforeAll(async () => {
    worker = await createWorker({ logLevel: 'error' });
    router = await worker.createRouter({
      mediaCodecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }],
    });
    outside = await router.createDirectTransport();
    slots = await MediasoupSlots.create({ router, producers }, 3, () => undefined);
    for (const ssrc of [1001, 1002, 1003]) {
      const rtpParameters = audioParameters({ ssrc, mid: String(ssrc) }) as types.RtpParameters;
      const producer = await outside.produce({ kind: 'audio', rtpParameters });
      talkers.push(new Talker(producer, ssrc));
      await slots.hear(producer.id);
    }
  });
  afterAll(() => {
    for (const talker of talkers) talker.stop();
    worker.close();
  });

  async function listen(producerId: string): Promise<Heard[]> {
    const consumer = await outside.consume({ producerId, rtpCapabilities: router.rtpCapabilities });
    const heard: Heard[] = [];
    consumer.on('rtp', (packet) => {
      heard.push({
        voice: packet.readUInt32BE(packet.length - 4),
        sequence: packet.readUInt16BE(2),
        ssrc: packet.readUInt32BE(8),
      });
    });
    return heard;
  }

  it('lets one consumer hear one voice after another as one stream without a gap', async () => {
    const slot = slots.slots[0]!;
    const heard = await listen(slot.producerId);
    const [ann, ben] = [talkers[0]!, talkers[1]!];
    await slot.carry(ann.producer.id);
    expect(slot.carried).toBe(ann.producer.id);
    await eventually(() => {
      expect(heard.filter(({ voice }) => voice === 1001).length).toBeGreaterThan(5);
    });
    await slot.carry(ben.producer.id);
    await eventually(() => {
      expect(heard.filter(({ voice }) => voice === 1002).length).toBeGreaterThan(5);
    });
    await slot.carry(null);
    expect(slot.carried).toBeNull();

    const voices = heard.map(({ voice }) => voice);
    expect(voices).toEqual([...voices].sort());
    expect(new Set(heard.map(({ ssrc }) => ssrc)).size).toBe(1);
    const steps = heard.slice(1).map(({ sequence }, i) => (sequence - heard[i]!.sequence) & 0xffff);
    expect(new Set(steps)).toEqual(new Set([1]));
  });

  it('tells how loud everybody is, loudest first', async () => {
    talkers[2]!.level = 10;
    const told: (readonly AudioLevel[])[] = [];
    slots.listen((levels) => told.push(levels));
    await eventually(() => {
      expect(told.at(-1)?.[0]).toEqual({ producerId: talkers[2]!.producer.id, volume: -10 });
      expect(told.at(-1)).toHaveLength(3);
    });
  });

  it('carries nobody any more when the voice has ended, and refuses one that it does not know', async () => {
    const slot = slots.slots[1]!;
    const rtpParameters = audioParameters({ ssrc: 1004, mid: '1004' }) as types.RtpParameters;
    const producer = await outside.produce({ kind: 'audio', rtpParameters });
    await slot.carry(producer.id);
    producer.close();
    await eventually(() => {
      expect(slot.carried).toBeNull();
    });
    await expect(slot.carry('nobody')).rejects.toThrow();
  });

  it('ends its producers when it is closed', async () => {
    const more = await MediasoupSlots.create({ router, producers }, 3, () => undefined);
    const ids = more.slots.map(({ producerId }) => producerId);
    expect(ids.every((id) => producers.has(id))).toBe(true);
    more.close();
    expect(ids.some((id) => producers.has(id))).toBe(false);
  });
});
