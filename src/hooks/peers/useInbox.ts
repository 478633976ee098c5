'use client';
import { useMemo } from 'react';
import type { MessageActions, SendOptions } from '../../core/internals.js';
import { peersOf } from '../../core/peers/peers.js';
import { INBOX } from '../../store/clientStore.js';
import type { RoomLogItem } from '../../store/state.js';
import { bindActions } from '../internal/boundActions.js';
import { useInternals } from '../internal/useClient.js';
import { NO_MESSAGES, useLog } from '../internal/useLog.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link useInbox} returns.
 * @public
 */
export interface UseInboxResult {
  /** Messages with all users in both directions, oldest first; a gap where some were missed that the server no longer has. */
  readonly messages: readonly RoomLogItem[];
  /** Sends to one user, as `usePeerMessages(receiver).send` does. */
  readonly send: (data: unknown, options: SendOptions & { receiver: string }) => Promise<void>;
  /** Sends a failed message again, never twice. */
  readonly retry: (id: string) => Promise<void>;
  /** Removes a failed message from the log. */
  readonly discard: (id: string) => void;
}

const ACTIONS = ['send', 'retry', 'discard'] as const;
const known = /* @__PURE__ */ new WeakMap<MessageActions, Pick<UseInboxResult, (typeof ACTIONS)[number]>>();

/**
 * Messages with all other users since the login.
 *
 * @param options - `limit`: rows to show, the last ones. Default 200.
 * @example
 * ```tsx
 * const { messages } = useInbox({ limit: 20 });
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 000 has peer messages.
 * @public
 */
export function useInbox(options: { limit?: number | undefined } = {}): UseInboxResult {
  const internals = useInternals('useInbox');
  const log = useTable(internals.store.peerMessages, INBOX, NO_MESSAGES);
  const { messages } = useLog(log, options.limit);
  const peers = peersOf(internals);
  const all = peers.messages(INBOX);
  let raw = known.get(all);
  if (!raw) {
    raw = {
      send: async (data, { receiver, ...rest }) => {
        await peers.messages(receiver).send(data, rest);
      },
      retry: (id) => all.retry(id),
      discard: (id) => {
        all.discard(id);
      },
    };
    known.set(all, raw);
  }
  const { actions } = bindActions(internals, { name: 'inbox', target: null }, raw, ACTIONS);
  return useMemo(() => Object.freeze({ messages, ...actions }), [messages, actions]);
}
