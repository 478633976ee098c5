import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  ConsumerEvent,
  MediaRouter,
  ProducerEvent,
  RoomRouter,
  RoomRouterEvent,
  RouterTransport,
} from '../../src/server/ports/MediaRouter.js';
import { audioOnlyCapabilities, audioParameters, clientDtls, videoParameters } from './rtpFixtures.js';
import { eventually } from '../support/eventually.js';

/** What every adapter of the media port must do. `kill` ends the worker of all rooms, as a crash would. */
export function mediaRouterConformance(make: () => Promise<{ router: MediaRouter; kill: () => void }>): void {
  describe('media router', () => {
    let router: MediaRouter;
    let kill: () => void;
    let room: RoomRouter;
    let sender: RouterTransport;
    let receiver: RouterTransport;

    beforeAll(async () => {
      ({ router, kill } = await make());
    });
    afterAll(() => router.close());

    beforeEach(async () => {
      room = await router.createRoom();
      sender = await room.createTransport({ forceTcp: false, sctp: true });
      receiver = await room.createTransport({ forceTcp: false, sctp: true });
    });
    afterEach(() => {
      room.close();
    });

    const produceAudio = (transport = sender, ssrc = 1000, mid = '0') =>
      transport.produce({
        kind: 'audio',
        rtpParameters: audioParameters({ ssrc, mid }),
        paused: false,
        speech: true,
      });
    const consume = (producerId: string, transport = receiver) =>
      transport.consume({ producerId, rtpCapabilities: room.rtpCapabilities });
    const data = { sctpStreamParameters: { streamId: 0, ordered: true }, label: 'chat', protocol: '' };

    it('offers Opus and VP8', () => {
      const types = room.rtpCapabilities.codecs?.map(({ mimeType }) => mimeType.toLowerCase());
      expect(types).toContain('audio/opus');
      expect(types).toContain('video/vp8');
    });

    it('gives a transport what a client needs to connect, with both names of a candidate address', () => {
      expect(sender.iceParameters).toMatchObject({
        usernameFragment: expect.stringMatching(/.+/) as string,
        password: expect.stringMatching(/.+/) as string,
      });
      expect(sender.dtlsParameters.fingerprints.length).toBeGreaterThan(0);
      expect(sender.iceCandidates.length).toBeGreaterThan(0);
      for (const candidate of sender.iceCandidates) {
        const { ip, address } = candidate as { ip?: string; address?: string };
        expect(ip).toBeTruthy();
        expect(address).toBe(ip);
      }
    });

    it('offers only TCP when TCP is forced', async () => {
      const transport = await room.createTransport({ forceTcp: true, sctp: false });
      expect(transport.iceCandidates.map(({ protocol }) => protocol)).toEqual(['tcp']);
    });

    it('has SCTP only where it is asked for', async () => {
      const plain = await room.createTransport({ forceTcp: false, sctp: false });
      expect(plain.sctpParameters).toBeUndefined();
      expect(sender.sctpParameters).toMatchObject({ port: 5000 });
      await expect(plain.produceData(data)).rejects.toThrow();
    });

    it('connects once', async () => {
      await sender.connect(clientDtls);
      await expect(sender.connect(clientDtls)).rejects.toThrow();
    });

    it('restarts ICE with new credentials', async () => {
      const before = sender.iceParameters;
      const after = await sender.restartIce();
      expect(after.usernameFragment).not.toBe(before.usernameFragment);
    });

    it('makes consumers paused, with parameters of their own', async () => {
      const producer = await produceAudio();
      const consumer = await consume(producer.id);
      expect(consumer).toMatchObject({
        producerId: producer.id,
        kind: 'audio',
        type: 'simple',
        paused: true,
      });
      expect(consumer.rtpParameters.codecs[0]?.mimeType).toBe('audio/opus');
      expect(consumer.rtpParameters.encodings?.[0]?.ssrc).not.toBe(1000);
      await consumer.resume();
      expect(consumer.paused).toBe(false);
      await consumer.pause();
      expect(consumer.paused).toBe(true);
    });

    it('allows two consumers of one producer on one transport', async () => {
      const producer = await produceAudio();
      const first = await consume(producer.id);
      const second = await consume(producer.id);
      expect(second.id).not.toBe(first.id);
    });

    it('has slots that are consumed like a producer and carry one voice at a time', async () => {
      const [ann, ben] = [await produceAudio(sender, 1000, '0'), await produceAudio(sender, 1001, '1')];
      const { slots } = await room.createSlots(3);
      expect(new Set(slots.map(({ producerId }) => producerId)).size).toBe(3);
      const [slot] = slots;
      if (!slot) throw new Error('There is no slot.');
      expect(slot.carried).toBeNull();
      expect(room.canConsume(slot.producerId, room.rtpCapabilities)).toBe(true);
      const consumer = await consume(slot.producerId);
      expect(consumer).toMatchObject({
        producerId: slot.producerId,
        kind: 'audio',
        paused: true,
        closed: false,
      });

      await slot.carry(ann.id);
      expect(slot.carried).toBe(ann.id);
      await slot.carry(ben.id);
      expect(slot.carried).toBe(ben.id);
      await slot.carry(null);
      expect(slot.carried).toBeNull();
      await expect(slot.carry('nobody')).rejects.toThrow();

      await slot.carry(ann.id);
      ann.close();
      await eventually(() => {
        expect(slot.carried).toBeNull();
      });
    });

    it('ends slots by themselves or with the room', async () => {
      const first = await room.createSlots(3);
      const second = await room.createSlots(3);
      // The room's own are nobody's load.
      expect(router.stats().producers).toBe(0);
      const id = (made: typeof first): string => made.slots[0]?.producerId ?? '';
      const consumer = await consume(id(first));
      const events: string[] = [];
      consumer.listen(({ type }) => events.push(type));
      first.close();
      await eventually(() => {
        expect(events).toEqual(['closed']);
      });
      expect(consumer.closed).toBe(true);
      expect(room.canConsume(id(first), room.rtpCapabilities)).toBe(false);
      expect(room.canConsume(id(second), room.rtpCapabilities)).toBe(true);
      const after = await consume(id(second));
      room.close();
      expect(after.closed).toBe(true);
      await expect(room.createSlots(3)).rejects.toThrow();
    });

    it('says whom a producer can reach', async () => {
      const rtpParameters = videoParameters({ ssrc: 2000, mid: '1' });
      const producer = await sender.produce({ kind: 'video', rtpParameters, paused: false, speech: false });
      expect(room.canConsume(producer.id, room.rtpCapabilities)).toBe(true);
      expect(room.canConsume(producer.id, audioOnlyCapabilities(room.rtpCapabilities))).toBe(false);
      expect(room.canConsume('nobody', room.rtpCapabilities)).toBe(false);
    });

    it('refuses to consume what is not there', async () => {
      await expect(consume('nobody')).rejects.toThrow();
    });

    it('refuses a codec that it does not carry', async () => {
      const rtpParameters = videoParameters({ ssrc: 2000, mid: '1', mimeType: 'video/nonsense' });
      await expect(
        sender.produce({ kind: 'video', rtpParameters, paused: false, speech: false }),
      ).rejects.toThrow();
    });

    it('refuses a second producer under the same SSRC', async () => {
      await produceAudio();
      await expect(produceAudio(sender, 1000, '5')).rejects.toThrow();
    });

    it('makes a producer paused where that is asked', async () => {
      const rtpParameters = audioParameters({ ssrc: 1, mid: '0' });
      const producer = await sender.produce({ kind: 'audio', rtpParameters, paused: true, speech: true });
      expect(producer.paused).toBe(true);
      await producer.resume();
      expect(producer.paused).toBe(false);
      await producer.pause();
      expect(producer.paused).toBe(true);
    });

    it('ends the consumers of a closed producer, and tells them', async () => {
      const producer = await produceAudio();
      const consumer = await consume(producer.id);
      const events: ConsumerEvent[] = [];
      consumer.listen((event) => events.push(event));
      producer.close();
      expect(consumer.closed).toBe(true);
      await eventually(() => {
        expect(events).toEqual([{ type: 'closed' }]);
      });
      await expect(consumer.resume()).rejects.toThrow();
    });

    it('ends the producers and consumers of a closed transport, and tells them', async () => {
      const producer = await produceAudio();
      const consumer = await consume(producer.id);
      const heard: string[] = [];
      producer.listen((event: ProducerEvent) => heard.push(`producer ${event.type}`));
      consumer.listen((event) => heard.push(`consumer ${event.type}`));
      sender.close();
      expect([producer.closed, consumer.closed, receiver.closed]).toEqual([true, true, false]);
      await eventually(() => {
        expect(heard.sort()).toEqual(['consumer closed', 'producer closed']);
      });
    });

    it('makes nothing that lives in what was closed meanwhile', async () => {
      const outlived = async (made: Promise<{ closed: boolean }>): Promise<boolean> => {
        const object = await made.catch(() => ({ closed: true }));
        return !object.closed;
      };
      for (let turns = 0; turns < 6; turns++) {
        const wait = async (): Promise<void> => {
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        };
        const transport = await room.createTransport({ forceTcp: false, sctp: false });
        const producer = await produceAudio(transport, 2000, '2');
        const consuming = consume(producer.id);
        await wait();
        producer.close();
        expect(await outlived(consuming)).toBe(false);
        const producing = produceAudio(transport, 3000, '3');
        await wait();
        transport.close();
        expect(await outlived(producing)).toBe(false);
        const other = await router.createRoom();
        const creating = other.createTransport({ forceTcp: false, sctp: false });
        await wait();
        other.close();
        expect(await outlived(creating)).toBe(false);
      }
    });

    it('says nothing to whoever closed it', async () => {
      const producer = await produceAudio();
      const consumer = await consume(producer.id);
      const events: ConsumerEvent[] = [];
      consumer.listen((event) => events.push(event));
      consumer.close();
      consumer.close();
      producer.close();
      await sender.getStats();
      expect(events).toEqual([]);
    });

    it('rejects calls on a closed transport', async () => {
      sender.close();
      await expect(produceAudio()).rejects.toThrow();
      await expect(sender.connect(clientDtls)).rejects.toThrow();
      await expect(sender.restartIce()).rejects.toThrow();
      await expect(sender.getStats()).rejects.toThrow();
    });

    it('adjusts a consumer', async () => {
      const rtpParameters = videoParameters({ ssrc: 2000, mid: '1' });
      const producer = await sender.produce({ kind: 'video', rtpParameters, paused: false, speech: false });
      const consumer = await consume(producer.id);
      await consumer.setPreferredLayers({ spatialLayer: 0, temporalLayer: 0 });
      await consumer.setPriority(255);
      await consumer.requestKeyFrame();
      expect(consumer.score).toMatchObject({ score: expect.any(Number) as number });
    });

    it('carries data from a producer to consumers of the same label', async () => {
      const producer = await sender.produceData(data);
      const consumer = await receiver.consumeData({ dataProducerId: producer.id });
      expect(consumer).toMatchObject({
        dataProducerId: producer.id,
        label: 'chat',
        protocol: '',
        paused: true,
      });
      await consumer.resume();
      expect(consumer.paused).toBe(false);
      const closed = vi.fn();
      consumer.listen(closed);
      producer.close();
      await eventually(() => {
        expect(closed).toHaveBeenCalledExactlyOnceWith({ type: 'closed' });
      });
    });

    it('has statistics of everything', async () => {
      const producer = await produceAudio();
      const consumer = await consume(producer.id);
      const dataProducer = await sender.produceData(data);
      const dataConsumer = await receiver.consumeData({ dataProducerId: dataProducer.id });
      expect(await sender.getStats()).toMatchObject([{ type: 'webrtc-transport', transportId: sender.id }]);
      expect(Array.isArray(await producer.getStats())).toBe(true);
      // Both are read a moment apart.
      const ofProducer = (await producer.getStats()).map(({ timestamp: _timestamp, ...row }) => row);
      expect(await consumer.getStats()).toMatchObject([{ type: 'outbound-rtp' }, ...ofProducer]);
      expect(await dataProducer.getStats()).toMatchObject([{ type: 'data-producer', label: 'chat' }]);
      expect(await dataConsumer.getStats()).toMatchObject([{ type: 'data-consumer', label: 'chat' }]);
    });

    it('takes bitrate limits and bandwidth reports', async () => {
      await sender.setMaxIncomingBitrate(500_000);
      await receiver.setMaxOutgoingBitrate(800_000);
      await receiver.watchBandwidth();
      expect(await sender.getStats()).toMatchObject([{ maxIncomingBitrate: 500_000 }]);
      expect(await receiver.getStats()).toMatchObject([{ maxOutgoingBitrate: 800_000 }]);
    });

    it('counts what is there', async () => {
      const producer = await produceAudio();
      await consume(producer.id);
      expect(router.stats()).toMatchObject({ rooms: 1, transports: 2, producers: 1, consumers: 1 });
      room.close();
      expect(router.stats()).toMatchObject({ rooms: 0, transports: 0, producers: 0, consumers: 0 });
    });

    it('ends everything with its room, without a word', async () => {
      const producer = await produceAudio();
      const consumer = await consume(producer.id);
      const heard = vi.fn();
      room.listen(heard);
      producer.listen(heard);
      consumer.listen(heard);
      room.close();
      expect([room.closed, sender.closed, producer.closed, consumer.closed]).toEqual([
        true,
        true,
        true,
        true,
      ]);
      const other = await router.createRoom();
      await other.createTransport({ forceTcp: false, sctp: false });
      other.close();
      expect(heard).not.toHaveBeenCalled();
    });

    it('tells a room that its worker died, nothing else, and makes a new one', async () => {
      const producer = await produceAudio();
      const consumer = await consume(producer.id);
      const heard: RoomRouterEvent[] = [];
      const inside = vi.fn();
      room.listen((event) => heard.push(event));
      producer.listen(inside);
      consumer.listen(inside);
      const deaths = router.stats().workerDeaths;
      kill();
      await eventually(() => {
        expect(heard).toEqual([{ type: 'reset' }]);
      });
      expect([room.closed, sender.closed, producer.closed, consumer.closed]).toEqual([
        true,
        true,
        true,
        true,
      ]);
      const successor = await router.createRoom();
      const transport = await successor.createTransport({ forceTcp: false, sctp: false });
      expect(transport.closed).toBe(false);
      successor.close();
      expect(inside).not.toHaveBeenCalled();
      expect(router.stats().workerDeaths).toBe(deaths + 1);
    });
  });
}
