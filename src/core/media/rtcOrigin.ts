import type { Clock } from '../../lib/clock.js';
import type { MediaRole } from '../../protocol/media.js';
import type { RoomMedia } from './RoomMedia.js';
import type { Authorization } from './rtcTypes.js';

/** A room as a client enters it. */
export interface RtcEntry {
  readonly room: RoomMedia;
  readonly roomId: string;
  /** Who this client is there. */
  userId(): string;
  join(): Promise<void>;
  leave(): Promise<void>;
  /** The client is done with the room. */
  release(): void;
  /** Takes what proves another role; rejects if it proves nothing. */
  authorize(role: MediaRole, authorization: Authorization | undefined): void;
  /** Takes a new signature for the time to come; false where a login proves it. */
  renew(authorization: Authorization): boolean;
}

/** What may be chosen before a join. */
export interface EntryOptions {
  readonly topThree: boolean;
}

/** Where a client comes from: a login, or nothing but signatures. */
export interface RtcOrigin<TConfig> {
  enter(roomId: string, config: TConfig, options: EntryOptions): RtcEntry;
  track(trackId: string): MediaStreamTrack | null;
  /** Calls handlers of the app when the change that they hear of is complete. */
  after(callback: () => void): void;
  readonly clock: Clock;
  readonly appId: string | number;
  /** Of the server, where logs go too. */
  readonly url: string;
  readonly publishTimeout: number;
}
