import type { StatsRow } from '../../protocol/media.js';
import type { MediaNotifications } from '../../protocol/mediaEvents.js';
import type {
  DtlsParameters,
  IceCandidate,
  IceParameters,
  RtpParameters,
  SctpParameters,
} from '../../protocol/rtp.js';
import type { Clock } from '../ports/Clock.js';
import type {
  ConsumeOptions,
  ProduceDataOptions,
  ProduceOptions,
  RouterTransport,
  TransportEvent,
  TransportOptions,
} from '../ports/MediaRouter.js';
import { FakeMediaObject } from './fakeMediaObject.js';
import type { FakeRegistry } from './fakeMediaRegistry.js';
import { FakeConsumer, FakeDataConsumer, FakeDataProducer, FakeProducer } from './fakeMediaStreams.js';

export class FakeTransport extends FakeMediaObject<TransportEvent> implements RouterTransport {
  iceParameters: IceParameters;
  readonly iceCandidates: IceCandidate[];
  readonly dtlsParameters: DtlsParameters;
  readonly sctpParameters: SctpParameters | undefined;
  maxIncomingBitrate = 0;
  maxOutgoingBitrate = 0;
  watchesBandwidth = false;
  #connected = false;
  #dtls: 'new' | 'connected' | 'failed' = 'new';
  #restarts = 0;
  #nextMid = 0;
  #nextStreamId = 0;

  constructor(
    clock: Clock,
    private readonly registry: FakeRegistry,
    { forceTcp, sctp }: TransportOptions,
  ) {
    super('transport', clock);
    this.iceParameters = this.#makeIce();
    const shared = { ip: '127.0.0.1', address: '127.0.0.1', port: 40_000, type: 'host' as const };
    const udp: IceCandidate = {
      ...shared,
      foundation: 'udpcandidate',
      priority: 1_076_302_079,
      protocol: 'udp',
    };
    const tcp: IceCandidate = {
      ...shared,
      foundation: 'tcpcandidate',
      priority: 1_076_276_479,
      protocol: 'tcp',
      tcpType: 'passive',
    };
    this.iceCandidates = forceTcp ? [tcp] : [udp, tcp];
    const value = Array.from({ length: 32 }, (_, i) =>
      (i * 7).toString(16).padStart(2, '0').toUpperCase(),
    ).join(':');
    this.dtlsParameters = { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value }] };
    this.sctpParameters = sctp ? { port: 5000, OS: 1024, MIS: 1024, maxMessageSize: 262_144 } : undefined;
  }

  async connect({ fingerprints }: DtlsParameters): Promise<void> {
    await this.alive();
    if (this.#connected) throw new Error('connect() already called');
    if (fingerprints.length === 0) throw new TypeError('empty fingerprints');
    this.#connected = true;
    this.#dtls = 'connected';
    this.emit({ type: 'ice', state: 'connected' });
    this.emit({ type: 'dtls', state: 'connected' });
  }

  async restartIce(): Promise<IceParameters> {
    await this.alive();
    this.#restarts++;
    this.iceParameters = this.#makeIce();
    return this.iceParameters;
  }

  async produce(options: ProduceOptions): Promise<FakeProducer> {
    await this.alive();
    this.registry.checkSupported(options.rtpParameters);
    this.registry.checkUnused(this, options.rtpParameters);
    const producer = this.adopt(() => new FakeProducer(this.clock, options));
    this.registry.add(this, producer);
    return producer;
  }

  async consume({ producerId, rtpCapabilities, preferredLayers }: ConsumeOptions): Promise<FakeConsumer> {
    await this.alive();
    const producer = this.registry.producers.get(producerId);
    if (!producer) throw new Error(`Producer ${producerId} not found`);
    if (!this.registry.canConsume(producerId, rtpCapabilities))
      throw new Error('invalid or unsupported RTP parameters');
    const consumer = this.adopt(
      () => new FakeConsumer(this.clock, producer, this.#receiveParameters(producer), this.registry.onFlow),
    );
    consumer.preferredLayers = preferredLayers;
    this.registry.consumers.set(consumer.id, consumer);
    consumer.atEnd(() => this.registry.consumers.delete(consumer.id));
    return consumer;
  }

  async produceData(options: ProduceDataOptions): Promise<FakeDataProducer> {
    await this.alive();
    if (!this.sctpParameters) throw new Error('SCTP not enabled on this transport');
    const producer = this.adopt(() => new FakeDataProducer(this.clock, options));
    this.registry.dataProducers.set(producer.id, producer);
    producer.atEnd(() => this.registry.dataProducers.delete(producer.id));
    return producer;
  }

  async consumeData({ dataProducerId }: { dataProducerId: string }): Promise<FakeDataConsumer> {
    await this.alive();
    if (!this.sctpParameters) throw new Error('SCTP not enabled on this transport');
    const producer = this.registry.dataProducers.get(dataProducerId);
    if (!producer) throw new Error(`DataProducer ${dataProducerId} not found`);
    const parameters = { ...producer.options.sctpStreamParameters, streamId: this.#nextStreamId++ };
    return this.adopt(() => new FakeDataConsumer(this.clock, producer, parameters));
  }

  async watchBandwidth(): Promise<void> {
    await this.alive();
    this.watchesBandwidth = true;
  }

  async setMaxIncomingBitrate(bitrate: number): Promise<void> {
    await this.alive();
    this.maxIncomingBitrate = bitrate;
  }

  async setMaxOutgoingBitrate(bitrate: number): Promise<void> {
    await this.alive();
    this.maxOutgoingBitrate = bitrate;
  }

  async getStats(): Promise<StatsRow[]> {
    await this.alive();
    const [candidate] = this.iceCandidates;
    const row: StatsRow = {
      type: 'webrtc-transport',
      transportId: this.id,
      timestamp: this.clock.now(),
      iceRole: 'controlled',
      iceState: this.#connected ? 'completed' : 'new',
      dtlsState: this.#dtls,
      bytesReceived: 0,
      bytesSent: 0,
      recvBitrate: 0,
      sendBitrate: 0,
      maxIncomingBitrate: this.maxIncomingBitrate,
      maxOutgoingBitrate: this.maxOutgoingBitrate,
    };
    if (this.#connected) {
      const local = {
        localIp: candidate?.address,
        localAddress: candidate?.address,
        localPort: candidate?.port,
      };
      row['iceSelectedTuple'] = {
        ...local,
        remoteIp: '127.0.0.1',
        remotePort: 50_000,
        protocol: candidate?.protocol,
      };
    }
    return [row];
  }

  reportBandwidth(bwe: MediaNotifications['downlinkBwe']): void {
    if (this.watchesBandwidth) this.emit({ type: 'bwe', bwe });
  }

  setIce(state: 'connected' | 'disconnected'): void {
    this.emit({ type: 'ice', state });
  }

  failDtls(state: 'failed' | 'closed'): void {
    this.#dtls = 'failed';
    this.emit({ type: 'dtls', state });
  }

  #makeIce(): IceParameters {
    const suffix = `${this.id}${this.#restarts}`.replaceAll('-', '');
    return {
      usernameFragment: `ufrag${suffix}`,
      password: `password${suffix}`.padEnd(24, '0'),
      iceLite: true,
    };
  }

  #receiveParameters(producer: FakeProducer): RtpParameters {
    const { codecs, encodings = [] } = producer.rtpParameters;
    const layers = encodings.length > 1 && { scalabilityMode: `L${encodings.length}T1` };
    const mid = String(this.#nextMid++);
    const ssrc = 100_000_000 + Number(mid);
    return {
      mid,
      codecs,
      headerExtensions: [],
      encodings: [{ ssrc, ...layers }],
      rtcp: { cname: producer.id, reducedSize: true },
    };
  }
}
