import { HummerError } from '../../protocol/errors.js';
import { NOT_IN_ROOM } from '../../protocol/codes.js';
import { roomKeyOf } from '../../protocol/regions.js';
import type { HummerInternals } from '../internals.js';
import type { Call } from './Call.js';

/** Joins the room of a group's call, for as long as the call lasts: only who is in a room may invite in its name. */
export function openGroup({ rooms, store }: HummerInternals, call: Call): Promise<void> {
  const { region, roomId } = call.data;
  const key = roomKeyOf(region, roomId);
  call.until(rooms.acquire(region, roomId, { autoJoin: true }));
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { status, error = null } = store.rooms.get(key) ?? {};
      if (status === 'joined') resolve();
      else if (status === 'failed' || status === 'left') {
        reject(error ?? new HummerError(NOT_IN_ROOM, "The call's room was left before anybody was invited."));
      } else return;
      stop();
    };
    const stop = store.rooms.subscribe(key, look);
    call.until(stop);
    call.until(() => {
      reject(new HummerError(NOT_IN_ROOM, 'The call was hung up before anybody was invited.'));
    });
    look();
  });
}
