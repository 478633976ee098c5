import type { OfflinePushInfo } from '../../protocol/signaling.js';
import type { Region } from '../../protocol/regions.js';
import type { CallOptions } from './callTypes.js';
import { badInput, checkRoom, checkUser, checkUsers, fieldsOf, readOptions, readRegion } from './input.js';

/** A call as it was asked for, with its defaults. */
export interface WantedCall {
  readonly uids: readonly string[];
  readonly video: boolean;
  readonly groupID: string | null;
  readonly roomId: string | null;
  readonly region: Region | undefined;
  readonly invitation: { timeout: number; onlineUserOnly: boolean; offlinePushInfo?: OfflinePushInfo };
}

/** Throws 6017, saying what to mend. `own` is who calls. */
export function readCallOptions(whom: string | CallOptions, own: string): WantedCall {
  if (typeof whom === 'string') checkUser('uid', whom);
  const {
    uids,
    video = false,
    groupID,
    roomId,
    region,
    ...others
  } = typeof whom === 'string' ? { uids: [whom] } : fieldsOf('call', whom);
  checkUsers('uids', uids);
  if (uids.includes(own)) throw badInput('uids', 'uids: nobody can call oneself');
  if (typeof video !== 'boolean') throw badInput('video', 'video must be true or false', video);
  if (groupID !== undefined) checkRoom('groupID', groupID);
  if (roomId !== undefined) checkRoom('roomId', roomId);
  if (region !== undefined) readRegion(region);
  const { data: _, ...invitation } = readOptions(others);
  return { uids: [...uids], video, groupID: groupID ?? null, roomId: roomId ?? null, region, invitation };
}
