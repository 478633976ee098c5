import type { Limits } from '../../../protocol/limits.js';
import type { Region } from '../../../protocol/regions.js';
import type { AppKeys } from '../../ports/AppKeys.js';
import type { Clock } from '../../ports/Clock.js';
import type { MediaRoomAddress } from '../../ports/MediaAccess.js';
import type { TokenStore } from '../../ports/Store.js';
import type { TokenSigner } from '../../ports/TokenSigner.js';
import type { Permissions } from '../permissions.js';

export type BannedUntil = (room: MediaRoomAddress, uid: string) => Promise<number>;

/** What the three forms of media tokens are made and checked with. */
export interface MediaTokenContext {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly store: TokenStore;
  readonly signer: TokenSigner;
  readonly apps: AppKeys;
  readonly permissions: Permissions;
  readonly defaultRegion: Region;
  /** Until when a user is banned from a room (ms); 0 if it is not. */
  readonly bannedUntil: BannedUntil;
  /** `host:port` that a token of seed 003 names where its issuer names none. */
  readonly host: () => string;
}
