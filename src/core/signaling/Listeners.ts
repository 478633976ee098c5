import type { Emitter } from '../../lib/emitter.js';
import type { DomainContext } from '../internals.js';
import { ActionType, TSignaling, type AnySignalingEvent, type SignalingHandler } from './TSignaling.js';

type AnyHandler = (this: unknown, event: AnySignalingEvent) => void;

interface Listener {
  readonly eventName: TSignaling;
  readonly handler: AnyHandler;
  readonly context: unknown;
}

const ACTIONS: Readonly<Record<TSignaling, ActionType>> = {
  [TSignaling.NEW_INVITATION_RECEIVED]: ActionType.INVITE,
  [TSignaling.INVITEE_ACCEPTED]: ActionType.ACCEPT,
  [TSignaling.INVITEE_REJECTED]: ActionType.REJECT,
  [TSignaling.INVITATION_CANCELLED]: ActionType.CANCEL,
  [TSignaling.INVITATION_TIMEOUT]: ActionType.TIMEOUT,
  [TSignaling.INVITATION_MODIFIED]: ActionType.UNKNOWN,
};

/** Listeners of seed 001: a handler with its `this`. One that throws stops no other. */
export class Listeners {
  #listeners: readonly Listener[] = [];
  /** What a payload told of, for as long as the app holds it. */
  readonly #told = new WeakMap<object, ActionType>();

  constructor(context: DomainContext, events: Emitter<{ event: AnySignalingEvent }>) {
    events.on('event', (event) => {
      this.#told.set(event.data, ACTIONS[event.name]);
      for (const { eventName, handler, context: self } of this.#listeners) {
        if (eventName !== event.name) continue;
        try {
          handler.call(self, event);
        } catch (error) {
          context.report(error);
        }
      }
    });
  }

  /** The same handler with the same context is called once. */
  add<E extends TSignaling, C>(eventName: E, handler: SignalingHandler<E, C>, context: C | undefined): void {
    const listener = { eventName, handler: handler as unknown as AnyHandler, context };
    const same = (other: Listener): boolean =>
      other.eventName === eventName && other.handler === listener.handler && other.context === context;
    if (!this.#listeners.some(same)) this.#listeners = [...this.#listeners, listener];
  }

  remove<E extends TSignaling, C>(
    eventName: E,
    handler: SignalingHandler<E, C>,
    context: C | undefined,
  ): void {
    this.#listeners = this.#listeners.filter(
      (other) =>
        other.eventName !== eventName ||
        other.handler !== (handler as unknown as AnyHandler) ||
        (context !== undefined && other.context !== context),
    );
  }

  /** What the event with this payload told of. */
  actionOf(payload: object): ActionType | undefined {
    return this.#told.get(payload);
  }

  actionNamed(eventName: unknown): ActionType | undefined {
    const known = Object.values(TSignaling).find((event) => event === eventName);
    return known && ACTIONS[known];
  }
}
