import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { PublicationState } from '../../store/state.js';
import type { LocalCapture } from './LocalCapture.js';
import { RtcError } from './RtcError.js';
import { nothing, PARTS, type Part, type PublicationOptions, type Sending } from './sending.js';

export interface Publication {
  readonly capture: LocalCapture;
  readonly state: PublicationState;
}

/** A publication as the publisher keeps it. */
export class PublicationEntry implements Publication {
  holds = 0;
  options: PublicationOptions = {};
  state: PublicationState = { status: 'waiting', error: null };
  readonly sending: Readonly<Record<Part, Sending>> = {
    audio: nothing(),
    video: nothing(),
    second: nothing(),
  };
  unlisten: () => void = () => undefined;

  constructor(readonly capture: LocalCapture) {}
}

const AUDIENCE = new RtcError(
  RtcErrorCode.ROLE_NO_PERMISSION,
  'The audience only watches: switch to the role of a speaker to publish.',
);

/** What is told of a publication: with a session or without, for who may send or not. */
export function describe(entry: PublicationEntry, hasSession: boolean, allowed: boolean): PublicationState {
  if (!hasSession) return { status: 'waiting', error: null };
  if (!allowed) return { status: 'failed', error: AUDIENCE };
  const all = PARTS.map((part) => entry.sending[part]);
  const error = all.find((mine) => mine.error)?.error ?? null;
  if (error) return { status: 'failed', error };
  if (all.some((mine) => mine.due)) return { status: 'publishing', error: null };
  return { status: all.some((mine) => mine.producer) ? 'published' : 'waiting', error: null };
}
