import { detectDeviceAsync, Device, type types } from 'mediasoup-client';
import { Chrome111 } from 'mediasoup-client/handlers/Chrome111';
import { Chrome74 } from 'mediasoup-client/handlers/Chrome74';
import { Firefox120 } from 'mediasoup-client/handlers/Firefox120';
import { ReactNative106 } from 'mediasoup-client/handlers/ReactNative106';
import { Safari12 } from 'mediasoup-client/handlers/Safari12';
import type { MediaTransportParameters } from '../../protocol/media.js';
import type {
  EngineConsumer,
  EngineProducer,
  EngineRecvTransport,
  EngineSendTransport,
  EngineStats,
  EngineStatsRow,
  EngineTransport,
  EngineWire,
  MediaEngine,
  SendWire,
  VideoCodec,
  VideoEncoding,
} from './MediaEngine.js';
import { unsupported } from './RtcError.js';

const HANDLERS: Readonly<Record<types.BuiltinHandlerName, () => types.HandlerFactory>> = {
  Chrome111: () => Chrome111.createFactory(),
  Chrome74: () => Chrome74.createFactory(),
  Firefox120: () => Firefox120.createFactory(),
  Safari12: () => Safari12.createFactory(),
  ReactNative106: () => ReactNative106.createFactory(),
};

/**
 * The engine of apps, and the only file that knows mediasoup-client: it is itself loaded by `import()` at the first media
 * join, so that nothing of WebRTC is in an app's first load.
 */
export async function createMediasoupEngine(): Promise<MediaEngine> {
  const name = await detectDeviceAsync();
  if (!name) throw unsupported('WebRTC');
  const device = new Device({ handlerFactory: remembering(HANDLERS[name]()) });
  // The older handlers make simulcast by changing the description, where layers have no size of their own.
  return engineOver(device, name === 'Chrome111' || name === 'Firefox120');
}

type Capabilities = ReturnType<types.HandlerFactory['getNativeRtpCapabilities']>;
const known = new Map<string, Capabilities>();

/**
 * What the browser can send and receive is the same all day. Asking takes two peer connections and some 25 ms, which
 * begin here, while the room's own answers are still on their way, and are not spent again by the next join.
 */
function remembering(factory: types.HandlerFactory): types.HandlerFactory {
  const ask = (direction: 'sendonly' | 'recvonly'): Capabilities => {
    const key = `${factory.name} ${direction}`;
    let asked = known.get(key);
    if (!asked) {
      known.set(key, (asked = factory.getNativeRtpCapabilities({ direction })));
      asked.catch(() => known.delete(key));
    }
    return asked;
  };
  ask('recvonly').then(
    () => ask('sendonly'),
    () => undefined,
  );
  return { ...factory, getNativeRtpCapabilities: ({ direction }) => ask(direction) };
}

/** The engine over a device that is given: mediasoup-client's FakeHandler runs the same code without a browser. */
export function engineOver(device: types.Device, anyLayers = true): MediaEngine {
  return {
    anyLayers,
    load: (routerRtpCapabilities) => device.load({ routerRtpCapabilities }),
    get rtpCapabilities() {
      return device.recvRtpCapabilities;
    },
    canProduce: (kind) => device.canProduce(kind),
    createSendTransport: (parameters, wire) =>
      sendTransport(device.createSendTransport(options(parameters)), wire, (name) =>
        device.sendRtpCapabilities.codecs?.find(({ mimeType }) => mimeType.toLowerCase() === `video/${name}`),
      ),
    createRecvTransport: (parameters, wire) =>
      recvTransport(device.createRecvTransport(options(parameters)), wire),
  };
}

function options(parameters: MediaTransportParameters): types.TransportOptions {
  const { id, iceParameters, iceCandidates, dtlsParameters, sctpParameters, iceServers } = parameters;
  return {
    id,
    iceParameters,
    iceCandidates,
    dtlsParameters,
    ...(sctpParameters && { sctpParameters }),
    ...(iceServers && { iceServers }),
  };
}

/** mediasoup-client leaves what was queued on a closed transport pending for ever; `untilClosed` settles it. */
interface Closable {
  base: EngineTransport;
  readonly untilClosed: <T>(work: Promise<T>) => Promise<T>;
}

function closable(transport: types.Transport, wire: EngineWire): Closable {
  let closed: (error: Error) => void = () => undefined;
  const closing = new Promise<never>((_, reject) => (closed = reject));
  closing.catch(() => undefined);
  const untilClosed = <T>(work: Promise<T>): Promise<T> => Promise.race([work, closing]);

  transport.on('connect', ({ dtlsParameters }, done) => {
    // Said to be done at once: the server takes requests in order, so what follows need not wait a round trip for the
    // answer. A refusal makes the transport unusable, and whoever was asked knows it.
    wire.connect(dtlsParameters).catch(() => undefined);
    done();
  });
  transport.on('connectionstatechange', (state) => {
    wire.health(state);
  });
  return {
    untilClosed,
    base: {
      id: transport.id,
      get health() {
        return transport.closed ? 'closed' : transport.connectionState;
      },
      restartIce: (iceParameters) => untilClosed(transport.restartIce({ iceParameters })),
      updateIceServers: (iceServers) =>
        untilClosed(transport.updateIceServers({ iceServers: [...iceServers] })),
      stats: async () => rows(await untilClosed(transport.getStats())),
      close() {
        transport.close();
        closed(new Error('The transport was closed.'));
      },
    },
  };
}

type FindCodec = (name: VideoCodec) => types.RtpCodecCapability | undefined;

function sendTransport(transport: types.Transport, wire: SendWire, find: FindCodec): EngineSendTransport {
  const { base, untilClosed } = closable(transport, wire);
  transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
    const { source, paused, resolutions } = appData as unknown as Parameters<SendWire['produce']>[0];
    wire.produce({ kind, rtpParameters, source, paused, resolutions }).then((id) => {
      done({ id });
    }, failed);
  });
  return extend<EngineTransport, Pick<EngineSendTransport, 'produce'>>(base, {
    async produce({ track, source, streamId, paused, encodings, codec, audioBitrate, resolutions = [] }) {
      const chosen = codec && find(codec);
      const producer = await untilClosed(
        transport.produce({
          track,
          streamId,
          ...(encodings && { encodings: rtpEncodings(encodings, chosen && codec) }),
          ...(chosen && { codec: chosen }),
          codecOptions:
            track.kind === 'audio'
              ? {
                  opusDtx: true,
                  opusFec: true,
                  ...(audioBitrate !== undefined && { opusMaxAverageBitrate: audioBitrate }),
                }
              : { videoGoogleStartBitrate: 1000 },
          stopTracks: false,
          disableTrackOnPause: false,
          zeroRtpOnPause: false,
          appData: { source, paused, resolutions },
        }),
      );
      const made = engineProducer(producer, track);
      if (paused) await made.setPaused(true);
      return made;
    },
  });
}

/** Simulcast, or the same layers within one stream where the codec makes them. */
function rtpEncodings(
  encodings: readonly VideoEncoding[],
  codec: VideoCodec | undefined,
): types.RtpEncodingParameters[] {
  const best = encodings.at(-1);
  if ((codec !== 'vp9' && codec !== 'av1') || !best || encodings.length < 2) {
    return encodings.map((encoding) => ({ ...encoding }));
  }
  const maxBitrate = encodings.reduce((sum, encoding) => sum + encoding.maxBitrate, 0);
  return [{ maxBitrate, scalabilityMode: `L${String(encodings.length)}T3_KEY` }];
}

function engineProducer(producer: types.Producer, first: MediaStreamTrack): EngineProducer {
  let track: MediaStreamTrack | null = first;
  let paused = false;
  /** The bitrates that it began with. */
  let whole: (number | undefined)[] | undefined;
  // mediasoup-client pauses by renegotiation; taking the track away stops the packets as well and costs nothing.
  const apply = async (): Promise<void> => {
    const sent = paused || track?.readyState === 'ended' ? null : track;
    if (!producer.closed) await producer.replaceTrack({ track: sent });
  };
  return {
    id: producer.id,
    get closed() {
      return producer.closed;
    },
    setTrack(next) {
      track = next;
      return apply();
    },
    setPaused(next) {
      paused = next;
      return apply();
    },
    setMaxSpatialLayer: (layer) => producer.setMaxSpatialLayer(layer),
    async setShare(share) {
      const sender = producer.rtpSender;
      if (!sender || producer.closed || producer.kind === 'audio') return;
      const parameters = sender.getParameters();
      whole ??= parameters.encodings.map(({ maxBitrate }) => maxBitrate);
      for (const [index, encoding] of parameters.encodings.entries()) {
        const most = whole[index];
        if (most !== undefined) encoding.maxBitrate = Math.round(most * share);
      }
      await sender.setParameters(parameters);
    },
    stats: async () => rows(await producer.getStats()),
    close() {
      producer.close();
    },
  };
}

function recvTransport(transport: types.Transport, wire: EngineWire): EngineRecvTransport {
  const { base, untilClosed } = closable(transport, wire);
  return extend<EngineTransport, Pick<EngineRecvTransport, 'consume'>>(base, {
    async consume(options) {
      const consumer = await untilClosed(transport.consume(options));
      return engineConsumer(consumer);
    },
  });
}

function engineConsumer(consumer: types.Consumer): EngineConsumer {
  return {
    id: consumer.id,
    get closed() {
      return consumer.closed;
    },
    track: consumer.track,
    stats: async () => rows(await consumer.getStats()),
    close() {
      consumer.close();
    },
  };
}

/** Adds to an object without losing its getters. */
function extend<TBase extends object, TMore extends object>(base: TBase, more: TMore): TBase & TMore {
  return Object.defineProperties(base, Object.getOwnPropertyDescriptors(more)) as TBase & TMore;
}

function rows(report: RTCStatsReport): EngineStats {
  const all: EngineStatsRow[] = [];
  report.forEach((row: EngineStatsRow) => all.push(row));
  return all;
}
