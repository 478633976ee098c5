import type { Region } from '../../protocol/regions.js';
import type { WireInvitation } from '../../protocol/signaling.js';
import type { DomainContext } from '../internals.js';
import {
  badInput,
  checkInviteID,
  checkRoom,
  checkText,
  checkUser,
  checkUsers,
  fieldsOf,
  readOptions,
  readRegion,
} from './input.js';
import { invitationsOf, type Invitations } from './invitations.js';
import { invitationRequestsOf, type InvitationChange, type InvitationRequests } from './requests.js';
import { Listeners } from './Listeners.js';
import { infoOf } from './signalingInfo.js';
import {
  ActionType,
  TSignaling,
  type InvitationOptions,
  type SignalingHandler,
  type SignalingInfo,
  type SignalingResponse,
} from './TSignaling.js';

/** A listener as one object, as seed 001 writes it. @public */
export interface SignalingListenerOptions<E extends TSignaling, C = unknown> {
  eventName: E;
  handler: SignalingHandler<E, C>;
  /** `this` of the handler. */
  context?: C | undefined;
}

/** @public */
export interface InviteOptions extends InvitationOptions {
  userID: string;
}

/** @public */
export interface InviteInGroupOptions extends InvitationOptions {
  /** A room that this user has joined (SETTLED 26). */
  groupID: string;
  /** The room's region; default `cn`. */
  region?: Region | undefined;
  /** 1 to 100 users. */
  inviteeList: readonly string[];
}

/** Names an invitation, and what to say with the answer. @public */
export interface InvitationAnswer {
  inviteID: string;
  /** Any text of at most 8 KiB. Default: empty. */
  data?: string | undefined;
}

/**
 * Invitations: `hummer.signaling`. The server owns each one, its deadline and its end, so that all devices of both sides
 * see the same; whoever comes back before the deadline gets it with the time that is left.
 *
 * Calls reject with 6017 on an unusable argument, 8010 if the invitation has ended or is not known, 8011 without
 * permission, 1001 before the login. While the link is down they wait, up to 60 s, and answers no longer than until the
 * deadline.
 *
 * @example
 * ```ts
 * hummer.signaling.addSignalingListener(TSignaling.INVITEE_ACCEPTED, ({ data }) => open(data.invitee));
 * const { data } = await hummer.signaling.invite({ userID: 'bob', data: 'tennis?', timeout: 30 });
 * await hummer.signaling.cancel({ inviteID: data.inviteID });
 * ```
 * Source: seed 001; API.md 1.3.
 * @public
 */
export class Signaling {
  readonly #listeners: Listeners;
  readonly #invitations: Invitations;
  readonly #requests: InvitationRequests;

  /** @internal */
  constructor(context: DomainContext) {
    this.#invitations = invitationsOf(context);
    this.#requests = invitationRequestsOf(context);
    this.#listeners = new Listeners(context, this.#invitations.events);
  }

  /**
   * Listens to an event; `context` is the handler's `this`. Throws 6017 on an unknown event or a handler that is none.
   * Source: seed 001, where it answers a promise.
   */
  addSignalingListener<E extends TSignaling, C = unknown>(
    options: SignalingListenerOptions<E, C>,
  ): Promise<void>;
  addSignalingListener<E extends TSignaling, C = unknown>(
    eventName: E,
    handler: SignalingHandler<E, C>,
    context?: C,
  ): Promise<void>;
  addSignalingListener<E extends TSignaling, C>(
    first: E | SignalingListenerOptions<E, C>,
    handler?: SignalingHandler<E, C>,
    context?: C,
  ): Promise<void> {
    const listener = readListener(first, handler, context);
    this.#listeners.add(listener.eventName, listener.handler, listener.context);
    return Promise.resolve();
  }

  /** Stops listening: this handler with this context, or without a context with all of its. Source: seed 001. */
  removeSignalingListener<E extends TSignaling, C = unknown>(
    options: SignalingListenerOptions<E, C>,
  ): Promise<void>;
  removeSignalingListener<E extends TSignaling, C = unknown>(
    eventName: E,
    handler: SignalingHandler<E, C>,
    context?: C,
  ): Promise<void>;
  removeSignalingListener<E extends TSignaling, C>(
    first: E | SignalingListenerOptions<E, C>,
    handler?: SignalingHandler<E, C>,
    context?: C,
  ): Promise<void> {
    const listener = readListener(first, handler, context);
    this.#listeners.remove(listener.eventName, listener.handler, listener.context);
    return Promise.resolve();
  }

  /** Invites a user. Source: seed 001. */
  async invite(options: InviteOptions): Promise<SignalingResponse> {
    const { userID, ...others } = fieldsOf('invite', options);
    checkUser('userID', userID);
    const read = readOptions(others);
    return response(await this.#requests.invite({ inviteeList: [userID], ...read }), ActionType.INVITE);
  }

  /** Invites some of the users of a room. Source: seed 001. */
  async inviteInGroup(options: InviteInGroupOptions): Promise<SignalingResponse> {
    const { groupID, region, inviteeList, ...others } = fieldsOf('inviteInGroup', options);
    checkRoom('groupID', groupID);
    checkUsers('inviteeList', inviteeList);
    if (region !== undefined) readRegion(region);
    const read = readOptions(others);
    const group = { groupID, ...(region !== undefined && { region }) };
    const record = await this.#requests.invite({ inviteeList: [...inviteeList], ...group, ...read });
    return response(record, ActionType.INVITE);
  }

  /** Takes an invitation back, for all who have not answered. Also rejects with 8020: there is nothing left to cancel. Source: seed 001. */
  cancel(options: InvitationAnswer): Promise<SignalingResponse> {
    return this.#change('cancel', options, ActionType.CANCEL);
  }

  /** Source: seed 001. */
  accept(options: InvitationAnswer): Promise<SignalingResponse> {
    return this.#change('accept', options, ActionType.ACCEPT);
  }

  /** Source: seed 001. */
  reject(options: InvitationAnswer): Promise<SignalingResponse> {
    return this.#change('reject', options, ActionType.REJECT);
  }

  /**
   * Replaces the text of an invitation that is still open. Also rejects with 2480 if another modification came first, with
   * 2481 if it is `onlineUserOnly`. Source: seed 001.
   */
  async modifyInvitation(options: { inviteID: string; data: string }): Promise<SignalingResponse> {
    if (fieldsOf('modifyInvitation', options).data === (undefined as unknown))
      throw badInput('data', 'data must be a string: it replaces what the invitation says');
    return this.#change('modify', options, ActionType.UNKNOWN);
  }

  /**
   * The signaling in a message or in what a handler of an event was given; null if there is none. Source: seed 001,
   * SETTLED 26.
   */
  getSignalingInfo(message: unknown): SignalingInfo | null {
    return infoOf(message, (inviteID) => this.#invitations.record(inviteID), this.#listeners);
  }

  async #change(
    what: InvitationChange,
    options: InvitationAnswer,
    actionType: ActionType,
  ): Promise<SignalingResponse> {
    const { inviteID, data = '' } = fieldsOf(what === 'modify' ? 'modifyInvitation' : what, options);
    checkInviteID(inviteID);
    checkText('data', data);
    const record = await this.#requests.change(what, inviteID, data);
    return response(record, actionType, what === 'modify' ? record.data : data);
  }
}

/** The invitations of a client, for the hooks; the same as `hummer.signaling`. */
export function signalingOf(context: DomainContext): Signaling {
  return context.bring('signaling', (own) => new Signaling(own));
}

function readListener<E extends TSignaling, C>(
  first: E | SignalingListenerOptions<E, C>,
  handler: SignalingHandler<E, C> | undefined,
  context: C | undefined,
): { eventName: E; handler: SignalingHandler<E, C>; context: C | undefined } {
  const given = typeof first === 'object' && (first as unknown) !== null ? first : null;
  const eventName: unknown = given ? given.eventName : first;
  const call = given ? given.handler : handler;
  if (!Object.values(TSignaling).includes(eventName as TSignaling)) {
    throw badInput(
      'eventName',
      `eventName must be one of ${Object.values(TSignaling).join(', ')}`,
      eventName,
    );
  }
  if (typeof call !== 'function') throw badInput('handler', 'handler must be a function', call);
  return { eventName: eventName as E, handler: call, context: given ? given.context : context };
}

function response(record: WireInvitation, actionType: ActionType, data = record.data): SignalingResponse {
  const { inviteID, inviter, groupID, timeout } = record;
  const inviteeList = record.invitees.map(({ uid }) => uid);
  return {
    code: 0,
    data: { businessID: 1, inviteID, inviter, actionType, inviteeList, data, timeout, groupID },
  };
}
