import type { MediaSource } from '../../protocol/media.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { PublicationState } from '../../store/state.js';
import type { LocalCapture } from './LocalCapture.js';
import type { EngineProducer, VideoCodec } from './MediaEngine.js';
import { RtcError } from './RtcError.js';
import type { MediaOption } from './rtcTypes.js';

export const KINDS = ['audio', 'video'] as const;

/** How far one medium of a publication has come. */
export interface Sending {
  producer: EngineProducer | null;
  track: MediaStreamTrack | null;
  /** What the server was told; null: not known. */
  paused: boolean | null;
  /** How the engine was told to send it; null: it sends nothing. */
  output: Output | null;
  /** The sizes and bitrates that its app asked for when it was produced: with others it is produced anew. */
  asked: string;
  error: RtcError | null;
  busy: boolean;
  again: boolean;
}

export interface Publication {
  readonly capture: LocalCapture;
  readonly state: PublicationState;
}

/** Which media are published, and whether a video is sent that nobody watches. */
export interface PublicationOptions extends MediaOption {
  /** True: always all of it. False: nothing before somebody watches. Absent: from the start, until nobody has watched for long. */
  autoPushVideo?: boolean | undefined;
  videoCodec?: VideoCodec | undefined;
}

/** A publication as the publisher keeps it. */
export class PublicationEntry implements Publication {
  holds = 0;
  options: PublicationOptions = {};
  state: PublicationState = { status: 'waiting', error: null };
  readonly sending: Readonly<Record<MediaKind, Sending>> = { audio: nothing(), video: nothing() };
  unlisten: () => void = () => undefined;

  constructor(readonly capture: LocalCapture) {}
}

const AUDIENCE = new RtcError(
  RtcErrorCode.ROLE_NO_PERMISSION,
  'The audience only watches: switch to the role of a speaker to publish.',
);

function nothing(): Sending {
  return { ...unsent(), error: null, busy: false, again: false };
}

/** A medium without a producer. */
export function unsent(): Pick<Sending, 'producer' | 'track' | 'paused' | 'output' | 'asked'> {
  return { producer: null, track: null, paused: null, output: null, asked: '' };
}

/** Sizes and bitrates that the app of a capture asked for, as a text to compare. */
export function askedOf(capture: LocalCapture, kind: MediaKind): string {
  if (kind === 'audio') return String(capture.audioBitrate ?? '');
  return capture
    .resolutions()
    .map((one) => [one.resolutionId, one.width, one.height, one.frameRate, one.maxBitrate].join(' '))
    .join(', ');
}

/** What of a producer leaves this machine. */
export interface Output {
  /** Nothing at all: it is muted, or nobody watches. */
  readonly silent: boolean;
  /** The highest layer that somebody takes. */
  readonly maxLayer: number;
}

/** All layers; more than there are does no harm. */
export const ALL_LAYERS = 3;

/**
 * What is sent of a medium: `demand` is the highest layer that anybody takes, null if nobody watches, undefined if the
 * server has not said. Sound is always sent: the server listens to it to know who speaks.
 */
export function outputOf(
  kind: MediaKind,
  paused: boolean,
  demand: number | null | undefined,
  { autoPushVideo }: PublicationOptions,
): Output {
  if (kind === 'audio' || autoPushVideo === true) return { silent: paused, maxLayer: ALL_LAYERS };
  const known = demand === undefined && autoPushVideo === false ? null : demand;
  return { silent: paused || known === null, maxLayer: known ?? ALL_LAYERS };
}

export function sourceOf(capture: LocalCapture, kind: MediaKind): MediaSource {
  if (capture.source === 'screen') return kind === 'audio' ? 'screen-audio' : 'screen';
  return kind === 'audio' ? 'microphone' : 'camera';
}

/** What is told of a publication: with a session or without, for who may send or not. */
export function describe(entry: PublicationEntry, hasSession: boolean, allowed: boolean): PublicationState {
  if (!hasSession) return { status: 'waiting', error: null };
  if (!allowed) return { status: 'failed', error: AUDIENCE };
  const { capture, options, sending } = entry;
  const all = Object.values(sending);
  const error = all.find((mine) => mine.error)?.error ?? null;
  if (error) return { status: 'failed', error };
  const due = KINDS.some((kind) => (options[kind] ?? true) && capture.track(kind) && !sending[kind].producer);
  if (due) return { status: 'publishing', error: null };
  return { status: all.some((mine) => mine.producer) ? 'published' : 'waiting', error: null };
}
