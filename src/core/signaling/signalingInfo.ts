import type { WireInvitation } from '../../protocol/signaling.js';
import type { Listeners } from './Listeners.js';
import { ActionType, type SignalingInfo } from './TSignaling.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the signaling out of a message `{payload: {data}}` (facts 3.1), out of an event `{name, data}`, or out of what an
 * event carried. Null for anything else, however it is made: a message comes from outside.
 */
export function infoOf(
  message: unknown,
  record: (inviteID: string) => WireInvitation | undefined,
  listeners: Listeners,
): SignalingInfo | null {
  const fields = fieldsIn(message);
  if (!fields) return null;
  const payload = fieldsIn(fields['payload']);
  if (payload) {
    const written = parse(payload['data']);
    return written && 'actionType' in written ? read(written, toAction(written['actionType'])) : null;
  }
  const named = listeners.actionNamed(fields['name']);
  const carried = named === undefined ? fields : fieldsIn(fields['data']);
  if (!carried) return null;
  const known = typeof carried['inviteID'] === 'string' ? record(carried['inviteID']) : undefined;
  const action = named ?? listeners.actionOf(carried) ?? toAction(carried['actionType'] ?? ActionType.INVITE);
  const inviteeList = known?.invitees.map(({ uid }) => uid) ?? [];
  return read({ ...(known && { ...known, inviteeList }), ...carried }, action);
}

function read(fields: Fields, actionType: ActionType): SignalingInfo | null {
  const { inviteID, inviter, inviteeList, invitee, data, timeout, groupID } = fields;
  if (typeof inviteID !== 'string' || !inviteID || typeof inviter !== 'string') return null;
  const list = Array.isArray(inviteeList) ? inviteeList.filter(isText) : [];
  return {
    businessID: 1,
    inviteID,
    inviter,
    actionType,
    inviteeList: isText(invitee) ? [invitee] : list,
    data: isText(data) ? data : '',
    timeout: typeof timeout === 'number' ? timeout : 0,
    groupID: isText(groupID) ? groupID : '',
  };
}

function toAction(value: unknown): ActionType {
  return Object.values(ActionType).find((action) => action === value) ?? ActionType.UNKNOWN;
}

function fieldsIn(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}

function parse(text: unknown): Fields | null {
  try {
    return fieldsIn(JSON.parse(String(text)));
  } catch {
    return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
