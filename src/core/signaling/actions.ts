import type { DomainContext } from '../internals.js';
import { checkText } from './input.js';
import { invitationsOf } from './invitations.js';
import { invitationRequestsOf, type InvitationChange } from './requests.js';

/** What can be done to one invitation: one object for each, for as long as it is known. @public */
export interface InvitationActions {
  /** The invitee says yes; `data` goes with it. */
  readonly accept: (data?: string) => Promise<void>;
  readonly reject: (data?: string) => Promise<void>;
  /** The inviter takes it back, for all who have not answered. */
  readonly cancel: (data?: string) => Promise<void>;
  /** The inviter replaces its text. */
  readonly modify: (data: string) => Promise<void>;
}

/** Actions by inviteID. */
export interface AllInvitationActions {
  of(inviteID: string): InvitationActions;
}

/** The part of a client that binds actions to invitations. */
export function invitationActionsOf(context: DomainContext): AllInvitationActions {
  return context.bring('invitationActions', createActions);
}

function createActions(context: DomainContext): AllInvitationActions {
  const invitations = invitationsOf(context);
  const requests = invitationRequestsOf(context);
  const made = new Map<string, InvitationActions>();

  const bind = (inviteID: string): InvitationActions => {
    const change =
      (what: InvitationChange) =>
      async (data = ''): Promise<void> => {
        checkText('data', data);
        await requests.change(what, inviteID, data);
      };
    return {
      accept: change('accept'),
      reject: change('reject'),
      cancel: change('cancel'),
      modify: change('modify'),
    };
  };

  invitations.changes.on('changed', (inviteID) => {
    if (!invitations.record(inviteID)) made.delete(inviteID);
  });
  invitations.changes.on('closed', () => {
    made.clear();
  });

  return {
    of(inviteID) {
      let actions = made.get(inviteID);
      if (!actions) made.set(inviteID, (actions = bind(inviteID)));
      return actions;
    },
  };
}
