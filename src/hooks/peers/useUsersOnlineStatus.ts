'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { presenceOf } from '../../core/peers/presence.js';
import type { EntityTable } from '../../store/entityTable.js';
import type { OnlineState } from '../../store/state.js';
import { bindActions } from '../internal/boundActions.js';
import { NO_STRINGS } from '../internal/frozen.js';
import type { Loadable, Loaded } from '../internal/loadable.js';
import { shallow } from '../internal/shallow.js';
import { useInternals } from '../internal/useClient.js';
import { useReportedError } from '../internal/useReportedError.js';
import { useStable } from '../internal/useStable.js';

type Online = Loaded<readonly string[]>;

const IDLE: Online = Object.freeze({ data: NO_STRINGS, status: 'idle', error: null });
const initial = (): Online => IDLE;

/**
 * Which of some users are online, live: the server tells of every change, also after a reconnect. A user who has dropped
 * counts as online for the server's grace of 20 s. `data` is in the order of `uids`; a list in another order is the same
 * list.
 *
 * @param uids - At most 500 different users in all hooks of a client; those beyond are `'failed'` with code 2001.
 * @example
 * ```tsx
 * const { data: online } = useUsersOnlineStatus(['ada', 'ben']);
 * return <p>{online.includes('ada') ? 'Ada is here' : 'Ada is away'}</p>;
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 000 has queryUsersOnlineStatus.
 * @public
 */
export function useUsersOnlineStatus(uids: readonly string[]): Loadable<readonly string[]> {
  const internals = useInternals('useUsersOnlineStatus');
  const presence = presenceOf(internals);
  const kept = useStable(uids, sameIds);
  useEffect(() => presence.watch(kept), [presence, kept]);
  const table = internals.store.online;
  const source = useMemo(() => onlineSource(table, kept), [table, kept]);
  const state = useSyncExternalStore(source.subscribe, source.read, initial);
  useReportedError(internals, state.error, state.status === 'ready', 'onlineStatus.watch', null);
  const raw = useMemo(() => ({ refetch: () => presence.refetch(kept) }), [presence, kept]);
  const { actions } = bindActions(internals, { name: 'onlineStatus', target: null }, raw, ['refetch']);
  return useMemo(() => Object.freeze({ ...state, ...actions }), [state, actions]);
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((uid) => right.has(uid));
}

/** The users of a list as one value, which is the same object until it says something else. */
function onlineSource(
  table: EntityTable<OnlineState>,
  list: readonly string[],
): { subscribe: (listener: () => void) => () => void; read: () => Online } {
  const uids = [...new Set(list)];
  let last = IDLE;
  return {
    subscribe(listener) {
      const stops = uids.map((uid) => table.subscribe(uid, listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    read() {
      const next = summary(uids.map((uid) => [uid, table.get(uid)] as const));
      const data = shallow(last.data, next.data) ? last.data : next.data;
      if (data !== last.data || next.status !== last.status || next.error !== last.error)
        last = Object.freeze({ ...next, data });
      return last;
    },
  };
}

function summary(users: readonly (readonly [uid: string, state: OnlineState | undefined])[]): Online {
  const states = users.map(([, state]) => state);
  const failed = states.find((state) => state?.status === 'failed');
  const asked = states.every((state) => state !== undefined);
  const loading = states.some((state) => state?.status === 'loading');
  return {
    data: Object.freeze(users.filter(([, state]) => state?.online).map(([uid]) => uid)),
    status: failed ? 'failed' : loading ? 'loading' : asked ? 'ready' : 'idle',
    error: failed?.error ?? null,
  };
}
