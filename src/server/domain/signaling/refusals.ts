import { HummerError } from '../../../protocol/errors.js';
import type { InviteeState, WireInvitation } from '../../../protocol/signaling.js';
import { SignalingErrorCode as Code } from '../../../protocol/signalingCodes.js';

/** Why a request about an invitation is refused: the codes of seed 001, and what to do about each. */

export function unknownInvitation(event: string, inviteID: string): HummerError {
  return refusal(
    Code.INVALID_INVITE_ID,
    event,
    inviteID,
    'There is no such invitation, or it ended long ago.',
  );
}

const ENDED: Partial<Record<InviteeState, string>> = {
  accepted: 'has been accepted already, maybe on another device',
  rejected: 'has been rejected already, maybe on another device',
  cancelled: 'has been cancelled',
  timedOut: 'has timed out',
};

export function alreadyHandled(event: string, inviteID: string, state?: InviteeState): HummerError {
  const what = (state && ENDED[state]) ?? 'has ended';
  return refusal(Code.INVALID_INVITE_ID, event, inviteID, `The invitation ${what}: show its end instead.`);
}

export function notInvited(event: string, inviteID: string): HummerError {
  return refusal(Code.NO_PERMISSION, event, inviteID, 'Only an invitee can answer this invitation.');
}

export function notInviter(event: string, inviteID: string): HummerError {
  return refusal(
    Code.NO_PERMISSION,
    event,
    inviteID,
    'Only the inviter can cancel or modify this invitation.',
  );
}

export function nothingToCancel(inviteID: string): HummerError {
  const message = 'Nobody is left to cancel for: all have answered, or the invitation has ended.';
  return refusal(Code.INVALID_CANCEL, 'signaling:cancel', inviteID, message);
}

export function cannotModify(inviteID: string): HummerError {
  const message = 'An invitation with onlineUserOnly cannot be modified: cancel it and invite anew.';
  return refusal(Code.MODIFY_DISABLED, 'signaling:modify', inviteID, message);
}

export function modifyConflict(invitation: Readonly<WireInvitation>): HummerError {
  return new HummerError(
    Code.MODIFY_CONFLICT,
    `The invitation is at revision ${invitation.revision}: look at it (context.invitation) and decide anew.`,
    { context: { type: 'invitation', event: 'signaling:modify', inviteID: invitation.inviteID, invitation } },
  );
}

export function notInGroup(groupID: string): HummerError {
  const message = `Not in room ${groupID}: join it before you invite its members.`;
  return new HummerError(Code.NO_PERMISSION, message, {
    context: { type: 'request', event: 'signaling:invite', roomId: groupID, outcome: 'refused' },
  });
}

function refusal(code: number, event: string, inviteID: string, message: string): HummerError {
  return new HummerError(code, message, { context: { type: 'invitation', event, inviteID } });
}
