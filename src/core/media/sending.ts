import type { MediaSource } from '../../protocol/media.js';
import type { MediaKind } from '../../protocol/rtp.js';
import { inLayers, isSameShape, layersFor, oneLayer, type VideoLayers } from './encodings.js';
import type { LocalCapture } from './LocalCapture.js';
import type { EngineProducer, VideoCodec } from './MediaEngine.js';
import type { Resolution } from './resolutions.js';
import type { RtcError } from './RtcError.js';
import type { MediaOption } from './rtcTypes.js';

/**
 * What one producer of a publication carries; `second` is a size of the picture that cannot be a layer of it. The picture is
 * first: who hears of a stream by it knows its sizes at once, from which apps of seed 002 choose at `stream-added`.
 */
export const PARTS = ['video', 'second', 'audio'] as const;
export type Part = (typeof PARTS)[number];

/** Which media are published, and whether a video is sent that nobody watches. */
export interface PublicationOptions extends MediaOption {
  /** True: always all of it. False: nothing before somebody watches. Absent: from the start, until nobody has watched for long. */
  autoPushVideo?: boolean | undefined;
  videoCodec?: VideoCodec | undefined;
}

/** What is needed of one build of the room's media. */
export interface ProducingSession {
  /** Simulcast layers may be of any size; else each is half of the next. */
  readonly anyLayers: boolean;
  produce(
    options: {
      track: MediaStreamTrack;
      source: MediaSource;
      paused: boolean;
      codec?: VideoCodec | undefined;
      audioBitrate?: number | undefined;
    } & Partial<VideoLayers>,
  ): Promise<EngineProducer>;
  /** A request that is repeated after a resume, until the session ends. */
  durable(
    event: 'closeProducer' | 'pauseProducer' | 'resumeProducer',
    data: { producerId: string },
  ): Promise<void>;
}

/** How far one part of a publication has come. */
export interface Sending {
  producer: EngineProducer | null;
  track: MediaStreamTrack | null;
  /** What the server was told; null: not known. */
  paused: boolean | null;
  /** How the engine was told to send it; null: it sends nothing. */
  output: Output | null;
  /** The sizes and bitrates that its app asked for when it was produced: with others it is produced anew. */
  asked: string;
  /** Bits per second of each of its layers, if nothing limits them. */
  bitrates: readonly number[];
  /** There is something to send and no producer that sends it. */
  due: boolean;
  error: RtcError | null;
  busy: boolean;
  again: boolean;
}

export function nothing(): Sending {
  return { ...unsent(), error: null, busy: false, again: false };
}

/** A part without a producer. */
export function unsent(): Omit<Sending, 'error' | 'busy' | 'again'> {
  return { producer: null, track: null, paused: null, output: null, asked: '', bitrates: [], due: false };
}

/** What of a producer leaves this machine. */
interface Output {
  /** Nothing at all: it is muted, or nobody watches. */
  readonly silent: boolean;
  /** The highest layer that somebody takes. */
  readonly maxLayer: number;
  /** Of its bitrates, 0 to 1. */
  readonly share: number;
}

/** What a part is to send. */
interface Input {
  readonly kind: MediaKind;
  readonly track: MediaStreamTrack | null;
  readonly muted: boolean;
  /** What the app asked for, as a text to compare. */
  readonly asked: string;
  layers(track: MediaStreamTrack): VideoLayers | undefined;
}

/** All layers; more than there are does no harm. */
const ALL_LAYERS = 3;
/** What sound takes where the app does not say. */
const SOUND = 64_000;

export function kindOf(part: Part): MediaKind {
  return part === 'audio' ? 'audio' : 'video';
}

export function sourceOf(capture: LocalCapture, kind: MediaKind): MediaSource {
  if (capture.source === 'screen') return kind === 'audio' ? 'screen-audio' : 'screen';
  return kind === 'audio' ? 'microphone' : 'camera';
}

/** What a part of a capture is to send now; null: nothing. */
function inputOf(
  capture: LocalCapture,
  part: Part,
  options: PublicationOptions,
  { anyLayers }: ProducingSession,
): Input | null {
  const kind = kindOf(part);
  if (!(options[kind] ?? true) || !capture.wished(kind)) return null;
  const whole = { kind, track: capture.track(kind), muted: capture.muted(kind) };
  if (kind === 'audio')
    return { ...whole, asked: String(capture.audioBitrate ?? ''), layers: () => undefined };
  const sizes = capture.resolutions();
  const [best, second] = sizes;
  if (best && second && !(anyLayers && inLayers(best, second, options.videoCodec))) {
    const mine = part === 'second' ? second : best;
    if (mine === second || isSameShape(best, second))
      return { ...whole, track: mine.track, asked: textOf([mine]), layers: () => oneLayer(mine) };
    // A picture that stays alone in its shape keeps its layers, and goes on as it was.
    return inLayersOf([best]);
  }
  return part === 'second' ? null : inLayersOf(sizes);

  function inLayersOf(asked: readonly Resolution[]): Input {
    const layers = (track: MediaStreamTrack): VideoLayers | undefined =>
      layersFor(sourceOf(capture, kind), track, asked);
    return { ...whole, asked: `in layers: ${textOf(asked)}`, layers };
  }
}

function textOf(sizes: readonly Resolution[]): string {
  return sizes
    .map((one) => [one.resolutionId, one.width, one.height, one.frameRate, one.maxBitrate].join(' '))
    .join(', ');
}

/** What is around a part. */
export interface Around {
  /** The session of now; another one later. */
  session(): ProducingSession | null;
  /** The publication is held, and the role may send. */
  readonly held: boolean;
  /** The highest layer that anybody takes, null if nobody watches, undefined if the server has not said. */
  demand(producerId: string): number | null | undefined;
  /** Of the bitrates of video. */
  readonly share: number;
  /** A producer is about to be made. */
  beginning(): void;
  ended(producerId: string): void;
}

/** One step of a part towards what is wished for; false when there is none left. */
export async function step(
  mine: Sending,
  part: Part,
  capture: LocalCapture,
  options: PublicationOptions,
  around: Around,
): Promise<boolean> {
  const session = around.session();
  if (!session) return false;
  const input = around.held ? inputOf(capture, part, options, session) : null;
  const { producer } = mine;
  mine.due = !producer && Boolean(input?.track);
  // Encodings cannot change while they are sent.
  if (producer && mine.asked !== input?.asked) {
    Object.assign(mine, unsent());
    producer.close();
    around.ended(producer.id);
    await session.durable('closeProducer', { producerId: producer.id });
    return true;
  }
  if (!input || mine.error) return false;
  const { kind, track } = input;
  const paused = input.muted || !track;
  if (!producer) {
    if (!track) return false;
    around.beginning();
    const layers = input.layers(track);
    const made = await session.produce({
      track,
      source: sourceOf(capture, kind),
      paused,
      audioBitrate: kind === 'audio' ? (capture.audioBitrate ?? undefined) : undefined,
      codec: kind === 'video' ? options.videoCodec : undefined,
      ...layers,
    });
    if (around.session() !== session) made.close();
    else
      Object.assign(mine, {
        producer: made,
        due: false,
        track,
        paused,
        asked: input.asked,
        bitrates: layers?.encodings.map(({ maxBitrate }) => maxBitrate) ?? [capture.audioBitrate ?? SOUND],
        output: { silent: paused, maxLayer: ALL_LAYERS, share: 1 },
      } satisfies Partial<Sending>);
    return true;
  }
  if (mine.track !== track) {
    mine.track = track;
    await producer.setTrack(track);
    return true;
  }
  const output = outputOf(kind, paused, around.demand(producer.id), options, around.share);
  const before = mine.output;
  mine.output = output;
  if (before?.maxLayer !== output.maxLayer) await producer.setMaxSpatialLayer(output.maxLayer);
  if (before?.share !== output.share) await producer.setShare(output.share);
  if (before?.silent !== output.silent) await producer.setPaused(output.silent);
  if (mine.paused !== paused) {
    mine.paused = paused;
    await session.durable(paused ? 'pauseProducer' : 'resumeProducer', { producerId: producer.id });
    return true;
  }
  return false;
}

/** What is sent of a medium. Sound is always sent, and whole: the server listens to it to know who speaks. */
function outputOf(
  kind: MediaKind,
  paused: boolean,
  demand: number | null | undefined,
  { autoPushVideo }: PublicationOptions,
  share: number,
): Output {
  if (kind === 'audio') return { silent: paused, maxLayer: ALL_LAYERS, share: 1 };
  if (autoPushVideo === true) return { silent: paused, maxLayer: ALL_LAYERS, share };
  const known = demand === undefined && autoPushVideo === false ? null : demand;
  return { silent: paused || known === null, maxLayer: known ?? ALL_LAYERS, share };
}

/** Bits per second that a part would send if nothing limited it. */
export function loadOf({ output, bitrates }: Sending): number {
  if (!output || output.silent) return 0;
  return bitrates.slice(0, output.maxLayer + 1).reduce((sum, bitrate) => sum + bitrate, 0);
}
