import type { HummerError } from '../../protocol/errors.js';
import { roomKeyOf } from '../../protocol/regions.js';
import { CURRENT_CALL, NO_CALL, type CallEndReason, type CallState } from '../../store/call.js';
import type { HummerInternals } from '../internals.js';
import { Call } from './Call.js';
import type { CallData } from './callData.js';
import { joinCallMedia, type MediaLoader } from './callMedia.js';
import { CallPeople } from './CallPeople.js';
import { judgeCall, type CallVerdict } from './callVerdict.js';
import type { Invitations } from './invitations.js';

/** Who is told of the one call. */
export interface CallWatcher {
  /** It began, rings no more, or is forgotten. */
  changed(): void;
  ended(call: Call): void;
}

/** The one call of a client: what is known of it, what follows from that, and how the store shows it. */
export class CurrentCall {
  #call: Call | null = null;

  constructor(
    private readonly internals: HummerInternals,
    private readonly invitations: Invitations,
    private readonly load: MediaLoader,
    private readonly watcher: CallWatcher,
  ) {}

  /** The call that is not over. */
  get active(): Call | null {
    return this.#call && !this.#call.isOver ? this.#call : null;
  }

  begin(
    event: 'dial' | 'ring',
    data: CallData,
    peers: readonly string[],
    shown: Pick<CallState, 'groupID' | 'inviteID' | 'video'>,
  ): Call {
    const { clock, uid } = this.internals;
    const people = new CallPeople(clock, uid(), peers, () => {
      this.consider(call);
    });
    const call = new Call(event === 'dial', data, people);
    call.machine.send(event);
    call.inviteID = shown.inviteID;
    this.#call = call;
    this.show(call, {
      ...NO_CALL,
      state: call.machine.state,
      direction: call.outgoing ? 'outgoing' : 'incoming',
      peers: people.peers,
      room: roomOf(data),
      ...shown,
    });
    this.watcher.changed();
    this.load().catch(() => undefined); // early; whoever joins hears of a failure
    return call;
  }

  /** Goes where the others are, for what the call's data says. */
  enter(call: Call): void {
    const { region, roomId } = call.data;
    this.show(call, { state: call.machine.state, room: roomOf(call.data), inviteID: call.inviteID });
    this.watcher.changed();
    call.media = joinCallMedia(this.internals, this.load, roomKeyOf(region, roomId), () => {
      this.consider(call);
    });
    this.consider(call);
  }

  /** What follows from what is known of an invitation, for the call behind it. */
  judge(call: Call, awaited: readonly string[] = [], state = call.machine.state): CallVerdict {
    const { inviteID, media, answering } = call;
    const { store, uid } = this.internals;
    return judgeCall({
      state,
      uid: uid(),
      instanceId: this.invitations.instanceId(),
      invited: inviteID !== null,
      record: inviteID === null ? undefined : this.invitations.record(inviteID),
      overdue: inviteID !== null && store.invitations.get(inviteID)?.state === 'timedOut',
      answering,
      media,
      awaited,
    });
  }

  /** Takes what is known now to what follows from it. */
  consider(call: Call): void {
    if (call !== this.active) return;
    const record = call.inviteID === null ? undefined : this.invitations.record(call.inviteID);
    const verdict = this.judge(call, call.people.look(record, call.media));
    if (verdict?.event === 'end') {
      this.end(call, verdict.reason, verdict.error);
      return;
    }
    this.show(call, { peers: call.people.peers });
    if (!verdict || !call.machine.send(verdict.event)) return;
    if (verdict.event === 'meet')
      this.show(call, { state: call.machine.state, startedAt: this.internals.clock.now() });
    else this.enter(call);
  }

  end(call: Call, endReason: CallEndReason, error: HummerError | null = null): void {
    if (!call.machine.send('end')) return;
    const endedAt = this.internals.clock.now();
    this.show(call, { state: call.machine.state, endReason, endedAt, error, ringsAloud: false });
    call.close();
    this.watcher.changed();
    this.watcher.ended(call);
  }

  /** As if it had never been. */
  forget(): void {
    this.#call?.machine.send('clear');
    this.#call?.close();
    this.#call = null;
    this.internals.apply(() => {
      this.internals.store.calls.delete(CURRENT_CALL);
    });
    this.watcher.changed();
  }

  show(call: Call, change: Partial<CallState>): void {
    if (call !== this.#call) return;
    const { calls } = this.internals.store;
    const before = calls.get(CURRENT_CALL) ?? NO_CALL;
    const differs = (Object.keys(change) as (keyof CallState)[]).some(
      (name) => change[name] !== before[name],
    );
    if (!differs) return;
    this.internals.apply(() => {
      calls.set(CURRENT_CALL, Object.freeze({ ...before, ...change }));
    });
  }
}

function roomOf({ region, roomId }: CallData): NonNullable<CallState['room']> {
  return Object.freeze({ region, roomId });
}
