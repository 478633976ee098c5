import { LOCKED } from '../../protocol/codes.js';
import { HummerError, toHummerError } from '../../protocol/errors.js';
import type { HummerInternals } from '../internals.js';
import type { Call } from './Call.js';
import { callAnswersOf, nothingRings, type CallAnswers } from './callAnswers.js';
import { CallAudience } from './CallAudience.js';
import type { MediaLoader } from './callMedia.js';
import { readCallOptions } from './callOptions.js';
import type {
  AnswerOptions,
  CallActions,
  CallHoldOptions,
  CallOptions,
  CallsPart,
  AnswerActions,
} from './callTypes.js';
import { CurrentCall } from './CurrentCall.js';
import { dataFor, dial, groupFor } from './dialling.js';
import { IncomingCalls, type FoundCall } from './IncomingCalls.js';
import { invitationsOf, type Invitations } from './invitations.js';
import { Ringing } from './Ringing.js';
import { pageRingLock, type RingLock } from './ringLock.js';

/** What calls take from outside. */
export interface CallsOptions {
  readonly loadMedia: MediaLoader;
  /** Default: the page's. */
  readonly ringLock?: RingLock;
}

/** The part of a client that calls and is called: one call at a time, whoever shows it. */
export function callsOf(internals: HummerInternals, options: CallsOptions): CallsPart {
  return internals.bring('calls', () => new Calls(internals, options));
}

class Calls implements CallsPart {
  readonly actions: CallActions = Object.freeze({
    call: (whom: string | CallOptions) => this.#dial(whom),
    accept: async (options?: AnswerOptions) => {
      await this.#answer(this.#ringingCall(), options);
    },
    reject: async () => {
      await this.#decline(this.#ringingCall());
    },
    hangUp: async () => {
      const call = this.#current.active;
      if (!call) this.#current.forget();
      else if (call.is('ringing')) await this.#decline(call);
      else await this.#leave(call);
    },
  });
  readonly #invitations: Invitations;
  readonly #answers: CallAnswers;
  readonly #current: CurrentCall;
  readonly #incoming: IncomingCalls;
  readonly #ringing: Ringing;
  readonly #audience = new CallAudience(() => {
    this.#ring();
  });
  readonly #bound = new Map<string, AnswerActions>();
  /** Which of several rings next. */
  #preferred: string | null = null;
  /** Nothing was called here yet: an outgoing call of this client is from before a reload. */
  #fresh = true;

  constructor(
    private readonly internals: HummerInternals,
    { loadMedia, ringLock }: CallsOptions,
  ) {
    this.#invitations = invitationsOf(internals);
    this.#answers = callAnswersOf(internals);
    this.#current = new CurrentCall(internals, this.#invitations, loadMedia, {
      changed: () => {
        this.#ring();
      },
      ended: (call) => {
        call.told = this.#answers.takeBackRest(call);
        call.told.catch(() => undefined); // whoever hangs up hears of it
        this.#next();
      },
    });
    this.#incoming = new IncomingCalls(internals.store, this.#invitations);
    this.#ringing = new Ringing(
      () => ringLock ?? pageRingLock(internals.clock),
      (ringsAloud) => {
        const call = this.#current.active;
        if (call) this.#current.show(call, { ringsAloud });
      },
    );
    this.#invitations.changes.on('changed', (inviteID) => {
      this.#changed(inviteID);
    });
    internals.onSession((event) => {
      if (event.type === 'closed') this.#closed(event.reason === 'logout');
    });
  }

  incoming(inviteID: string): AnswerActions {
    let actions = this.#bound.get(inviteID);
    if (!actions) {
      actions = Object.freeze({
        accept: async (options?: AnswerOptions) => {
          await this.#answer(this.#take(inviteID), options);
        },
        reject: async () => {
          const call = this.#current.active;
          if (call?.inviteID === inviteID && call.is('ringing')) await this.#decline(call);
          else await this.#refuse(inviteID);
        },
      });
      this.#bound.set(inviteID, actions);
    }
    return actions;
  }

  hold(options: CallHoldOptions): ReturnType<CallAudience['hold']> {
    return this.#audience.hold(options);
  }

  async #dial(whom: string | CallOptions): Promise<void> {
    const wanted = readCallOptions(whom, this.internals.uid());
    const { uids, video } = wanted;
    const { active } = this.#current;
    // Whoever dials the one who just rings was only a little later: both want the same call.
    if (active?.is('ringing') && active.caller === uids[0] && uids.length === 1 && wanted.groupID === null)
      return this.#answer(active, { video });
    if (active) throw new HummerError(LOCKED, 'There is a call already: hang it up first.');
    const data = dataFor(wanted, this.#invitations.instanceId());
    this.#fresh = false;
    const call = this.#current.begin('dial', data, uids, {
      inviteID: null,
      groupID: groupFor(wanted, data),
      video,
    });
    try {
      call.inviteID = await dial(this.internals, call, wanted);
      if (call.isOver) await this.#answers.takeBackRest(call);
    } catch (cause) {
      if (call.isOver) return; // hung up meanwhile: it is not news that nobody was called
      this.#current.end(call, 'unknown', toHummerError(cause));
      throw cause;
    }
    this.#current.show(call, { inviteID: call.inviteID });
    this.#current.consider(call);
    this.#next();
  }

  async #answer(call: Call, options: AnswerOptions = {}): Promise<void> {
    const { inviteID } = call;
    const video = options.video ?? call.data.video;
    if (inviteID === null || !call.machine.send('accept')) throw nothingRings();
    call.answering = true;
    this.#current.show(call, { state: call.machine.state, video });
    this.#ring();
    this.#next();
    try {
      await this.#answers.accept(inviteID, video, () => !call.isOver);
    } catch (cause) {
      call.answering = false;
      if (call.isOver) return; // hung up meanwhile
      const why = this.#current.judge(call, [], 'ringing');
      if (why?.event === 'end') this.#current.end(call, why.reason, why.error);
      else this.#current.end(call, 'unknown', toHummerError(cause));
      throw cause;
    }
    call.answering = false;
    if (!call.isOver) this.#current.enter(call);
  }

  async #decline(call: Call): Promise<void> {
    const { inviteID } = call;
    const told = inviteID === null ? null : this.#refuse(inviteID);
    this.#current.end(call, 'rejected');
    await told;
  }

  async #leave(call: Call): Promise<void> {
    this.#current.end(call, call.is('dialling') ? 'cancelled' : 'hangUp');
    await call.told;
  }

  async #refuse(inviteID: string, busy = false): Promise<void> {
    const settle = this.#incoming.answering(inviteID);
    try {
      await this.#answers.decline(inviteID, busy);
    } finally {
      settle();
      this.#next();
    }
  }

  #ringingCall(): Call {
    const call = this.#current.active;
    if (call?.is('ringing')) return call;
    throw nothingRings();
  }

  /** An incoming call as the current one; the other is hung up. */
  #take(inviteID: string): Call {
    const { active } = this.#current;
    if (active?.inviteID === inviteID) return active;
    if (!this.#incoming.has(inviteID)) throw nothingRings();
    this.#preferred = inviteID;
    // The other one ends here at once, and this one rings; the server hears of it beside the answer.
    if (active) (active.is('ringing') ? this.#decline(active) : this.#leave(active)).catch(() => undefined);
    else this.#next();
    this.#preferred = null;
    return this.#ringingCall();
  }

  #receive(inviteID: string): void {
    const found = this.#incoming.find(inviteID);
    if (!found) return;
    const { inviter, groupID } = found.invitation;
    const call = this.#begin('ring', found);
    if (!groupID) call.caller = inviter;
  }

  /** A call whose invitation is there. */
  #begin(event: 'dial' | 'ring', { invitation, data }: FoundCall): Call {
    const { inviteID, inviter, groupID, invitees } = invitation;
    const own = this.internals.uid();
    const peers = [inviter, ...invitees.map(({ uid }) => uid)].filter((uid) => uid !== own);
    const { video } = data;
    return this.#current.begin(event, data, peers, { inviteID, groupID: groupID || null, video });
  }

  #changed(inviteID: string): void {
    const invitation = this.internals.store.invitations.get(inviteID);
    if (invitation?.state !== 'invited') this.#bound.delete(inviteID);
    const { active } = this.#current;
    if (active?.inviteID === inviteID) this.#current.consider(active);
    if (this.#fresh && invitation?.direction === 'outgoing') this.#resume(inviteID);
    this.#next();
  }

  /** Rings what comes next, if the line is free; else says so to whoever calls, if the app wants that. */
  #next(): void {
    const { active } = this.#current;
    if (active?.is('dialling')) this.#meetHalfway(active);
    const ids = this.#incoming.list(active);
    if (!active) {
      const next = ids.find((id) => id === this.#preferred) ?? ids[0];
      if (next !== undefined) this.#receive(next);
    } else if (this.#audience.autoBusy) {
      for (const id of ids) if (id !== active.inviteID) this.#declineAsBusy(id, active);
    }
  }

  #declineAsBusy(inviteID: string, { people: { peers } }: Call): void {
    const inviter = this.#incoming.find(inviteID)?.invitation.inviter;
    // The one whom this user talks to calls anew: from another device, or because a page was reloaded.
    if (peers.length === 1 && peers[0] === inviter) return;
    this.#refuse(inviteID, true).catch((cause: unknown) => {
      this.internals.log.warn('A call could not be declined as busy.', cause);
    });
  }

  /**
   * Two call each other at once: the call that the server has first is the one. Who made it waits; the other answers it
   * here and takes the own one back. Both sides read the same records, so both come to the same.
   */
  #meetHalfway(call: Call): void {
    const theirs = call.answering ? null : this.#incoming.crossing(call);
    if (!theirs) return;
    const { inviteID } = theirs.invitation;
    const own = call.inviteID;
    const { video } = call.data;
    const settle = this.#incoming.answering(inviteID);
    call.answering = true;
    this.#answers
      .accept(inviteID, video, () => !call.isOver)
      .then(
        () => {
          call.answering = false;
          if (!call.machine.send('answered')) return;
          call.inviteID = inviteID;
          call.data = theirs.data;
          this.#current.enter(call);
          if (own !== null) this.#answers.takeBack(own).catch(() => undefined);
        },
        () => {
          call.answering = false; // it has ended: the own call goes on
        },
      )
      .finally(() => {
        settle();
        this.#current.consider(call);
        this.#next();
      });
  }

  /** A call that this client made before its page was reloaded. */
  #resume(inviteID: string): void {
    const found = this.#incoming.find(inviteID);
    if (this.#current.active || !found || found.data.from !== this.#invitations.instanceId()) return;
    this.#fresh = false;
    this.#begin('dial', found);
  }

  /** Only what rings, is shown here, and is heard in no other tab of this user. */
  #ring(): void {
    const { active } = this.#current;
    const rings = active?.is('ringing') && this.#audience.watches;
    this.#ringing.follow(rings ? `hummer ring ${this.internals.appid} ${this.internals.uid()}` : null);
  }

  #closed(loggedOut: boolean): void {
    const { active } = this.#current;
    this.#bound.clear();
    if (active && !loggedOut) this.#current.end(active, 'endedByServer');
    else this.#current.forget();
    this.#incoming.list(null);
    this.#fresh = true;
  }
}
