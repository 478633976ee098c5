import type { Clock } from '../../lib/clock.js';
import type { Logger } from '../../lib/logger.js';
import type { KickCause, MediaRole, PeerClosedReason, TopNSpeaker } from '../../protocol/media.js';
import type { RtcState } from '../../store/state.js';
import type { Transport } from '../transport/Transport.js';
import type { MediaEngineFactory } from './MediaEngine.js';
import type { RosterChange } from './Roster.js';
import type { RtcError } from './RtcError.js';
import type { TrackRegistry } from './TrackRegistry.js';

/** What a room's media runs on. */
export interface RoomMediaEnvironment {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: MediaEngineFactory;
  readonly requestTimeout: number;
  readonly tracks: TrackRegistry;
  /** Applies changes as one: readers are told after all of them, handlers of the app after that. */
  readonly batch: (work: () => void) => void;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface RoomMediaOptions {
  role: 'speaker' | 'audience';
  autoSubscribe: boolean;
  displayName: string;
  /** The three loudest by three slots instead of every voice by itself. */
  topThree: boolean;
}

/** How the room is reached; what is changed counts from the next connection on. */
export interface NetworkSettings {
  /** Asked instead of the server that the ticket names: a reverse proxy. */
  server: string | null;
  /** Besides the server's own. */
  iceServers: readonly RTCIceServer[];
  /** For all media, each way, in kbit/s; null: no limit. */
  maxKbps: number | null;
}

/** What happens in the room's media, in the order of the wire. Handlers run while the change is applied. */
export interface RoomMediaEvents {
  state: RtcState;
  roster: RosterChange;
  /** Id of the loudest peer (perhaps this one), or null when all are silent. */
  speaker: { peerId: string | null; volume: number };
  /** The three loudest, loudest first: only with `topThree`. */
  topSpeakers: readonly TopNSpeaker[];
  /** The signature is at its end, or a new one was not taken. */
  signature: RtcError;
  /** This client was put out of the room. */
  banned: PeerClosedReason & { readonly cause: KickCause | null };
  error: RtcError;
}

/** Proof for taking a dropped session over. */
export interface ResumeSecret {
  readonly sessionId: string;
  readonly secret: string;
}

export function toWireRole(role: RoomMediaOptions['role']): MediaRole {
  return role === 'speaker' ? 0 : 2;
}
