import { roomKeyOf } from '../../protocol/regions.js';
import type { RoomKey } from '../ports/Store.js';

/** Bus topic of everybody in a room. */
export function roomTopic({ appid, region, roomId }: RoomKey): string {
  return `room/${appid}/${roomKeyOf(region, roomId)}`;
}

/** Bus topic of those who watch whether a user is online. */
export function onlineTopic(appid: string, uid: string): string {
  return `online/${appid}/${uid}`;
}

/** Bus topic of all connections of a user. */
export function userTopic(appid: string, uid: string): string {
  return `user/${appid}/${uid}`;
}
