import type { MediaSource } from '../../protocol/media.js';
import { RtcErrorCode } from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { PublicationState } from '../../store/state.js';
import type { LocalCapture } from './LocalCapture.js';
import type { EngineProducer } from './MediaEngine.js';
import { RtcError } from './RtcError.js';
import type { MediaOption } from './rtcTypes.js';

export const KINDS = ['audio', 'video'] as const;

/** How far one medium of a publication has come. */
export interface Sending {
  producer: EngineProducer | null;
  track: MediaStreamTrack | null;
  /** What the server was told; null: not known. */
  paused: boolean | null;
  error: RtcError | null;
  busy: boolean;
  again: boolean;
}

export interface Publication {
  readonly capture: LocalCapture;
  readonly state: PublicationState;
}

/** A publication as the publisher keeps it. */
export class PublicationEntry implements Publication {
  holds = 0;
  options: MediaOption = {};
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
  return { producer: null, track: null, paused: null, error: null, busy: false, again: false };
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
