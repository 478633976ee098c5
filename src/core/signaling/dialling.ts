import { createId } from '../../lib/id.js';
import { NOT_IN_ROOM } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import { DEFAULT_REGION, roomKeyOf } from '../../protocol/regions.js';
import type { HummerInternals } from '../internals.js';
import type { Call } from './Call.js';
import { writeCall, type CallData } from './callData.js';
import type { WantedCall } from './callOptions.js';
import { invitationRequestsOf } from './requests.js';

/** What a call will say; `from` names this client. */
export function dataFor(
  { roomId, region = DEFAULT_REGION, video }: WantedCall,
  from: number | null,
): CallData {
  return { roomId: roomId ?? `call-${createId()}`, region, video, from };
}

/** The group of a call: the app's, or for several users the call's own room; null between two. */
export function groupFor({ groupID, uids }: WantedCall, data: CallData): string | null {
  return groupID ?? (uids.length > 1 ? data.roomId : null);
}

/** Invites whom the call is for. Resolves with the invitation's id; rejects if the call is over before anybody is told. */
export async function dial(internals: HummerInternals, call: Call, wanted: WantedCall): Promise<string> {
  const { data } = call;
  const groupID = groupFor(wanted, data);
  if (groupID !== null && wanted.groupID === null) await openGroup(internals, call);
  const { inviteID } = await invitationRequestsOf(internals).invite(
    {
      ...wanted.invitation,
      inviteeList: [...wanted.uids],
      data: writeCall(data),
      ...(groupID !== null && { groupID, region: data.region }),
    },
    () => !call.isOver,
  );
  return inviteID;
}

/** Joins the room of a group's call, for as long as the call lasts: only who is in a room may invite in its name. */
function openGroup({ rooms, store }: HummerInternals, call: Call): Promise<void> {
  const { region, roomId } = call.data;
  const key = roomKeyOf(region, roomId);
  call.until(rooms.acquire(region, roomId, { autoJoin: true }));
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { status, error = null } = store.rooms.get(key) ?? {};
      if (status === 'joined') resolve();
      else if (status === 'failed' || status === 'left') reject(error ?? notInvited());
      else return;
      stop();
    };
    const stop = store.rooms.subscribe(key, look);
    call.until(() => {
      stop();
      reject(notInvited());
    });
    look();
  });
}

function notInvited(): HummerError {
  return new HummerError(NOT_IN_ROOM, 'The room of the call was left before anybody was invited.');
}
