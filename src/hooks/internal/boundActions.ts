import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HummerInternals } from '../../core/internals.js';
import * as HummerErrorCode from '../../protocol/codes.js';
import { HummerError, toHummerError } from '../../protocol/errors.js';
import { errorHubOf } from './errorHub.js';

/** The failure of the last action on an entity, until the next one begins. */
export interface ActionFailure {
  readonly action: string;
  readonly error: HummerError;
}

/** Actions of one entity as hooks return them, and where their failures are seen. */
export interface BoundActions<A> {
  readonly actions: A;
  readonly failure: StoreApi<ActionFailure | null>;
}

/** What actions belong to: `name` is the first word of `ErrorSource.source`. */
export interface ActionEntity {
  readonly name: string;
  readonly target: string | null;
}

type Call = (...args: unknown[]) => unknown;

const bound = /* @__PURE__ */ new WeakMap<object, BoundActions<unknown>>();
const absent = /* @__PURE__ */ new WeakMap<HummerInternals, Map<string, BoundActions<unknown>>>();

/**
 * Core's actions of an entity as hooks hand them out: a rejection is shown by the hook and reported to `onError`, so it
 * raises no `unhandledrejection` by itself, and whoever awaits still gets it. Core keeps one object of actions per
 * entity for life; so the same functions come back in every component.
 */
export function bindActions<A extends object>(
  internals: HummerInternals,
  entity: ActionEntity,
  raw: A,
  names: readonly (keyof A & string)[],
): BoundActions<A> {
  const known = bound.get(raw);
  if (known) return known as BoundActions<A>;
  const made = bind(internals, entity, names, (name, args) => (raw[name] as Call)(...args));
  bound.set(raw, made);
  return made;
}

/** The actions of a hook whose target is still null: each rejects and says so. */
export function absentActions<A extends object>(
  internals: HummerInternals,
  name: string,
  names: readonly (keyof A & string)[],
): BoundActions<A> {
  let known = absent.get(internals);
  if (!known) absent.set(internals, (known = new Map<string, BoundActions<unknown>>()));
  let made = known.get(name);
  if (!made) {
    made = bind<A>(internals, { name, target: null }, names, () =>
      Promise.reject(
        new HummerError(
          HummerErrorCode.INVALID_PARAMETER,
          `There is nothing to act on yet: the target of this ${name} action is null. Wait until the hook gets one.`,
          { context: { type: 'input', field: 'target', received: 'null' } },
        ),
      ),
    );
    known.set(name, made);
  }
  return made as BoundActions<A>;
}

function bind<A extends object>(
  internals: HummerInternals,
  entity: ActionEntity,
  names: readonly (keyof A & string)[],
  call: (name: keyof A & string, args: unknown[]) => unknown,
): BoundActions<A> {
  const failure = createStore<ActionFailure | null>(() => null);
  const actions: Record<string, Call> = {};
  for (const name of names) {
    const failed = (cause: unknown): void => {
      const error = toHummerError(cause);
      failure.setState({ action: name, error }, true);
      errorHubOf(internals).report(error, { source: `${entity.name}.${name}`, target: entity.target });
    };
    actions[name] = (...args) => {
      if (failure.getState()) failure.setState(null, true);
      try {
        const result = call(name, args);
        if (result instanceof Promise) result.catch(failed);
        return result;
      } catch (cause) {
        failed(cause);
        throw cause;
      }
    };
  }
  return { actions: Object.freeze(actions) as A, failure };
}
