'use client';
import { useMemo } from 'react';
import type { MessageActions, SendOptions } from '../../core/internals.js';
import { peersOf } from '../../core/peers/peers.js';
import type { RoomLogItem } from '../../store/state.js';
import { absentActions, bindActions, type BoundActions } from '../internal/boundActions.js';
import { useInternals } from '../internal/useClient.js';
import { NO_MESSAGES, useLog } from '../internal/useLog.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link usePeerMessages} returns.
 * @public
 */
export interface UsePeerMessagesResult {
  /** Oldest first, in both directions. */
  readonly messages: readonly RoomLogItem[];
  /** Shows the message as `'sending'` at once; resolves when the server has it, whether or not the peer is online. */
  readonly send: (data: unknown, options?: SendOptions) => Promise<void>;
  /** Sends a failed message again, never twice. */
  readonly retry: (id: string) => Promise<void>;
  /** Removes a failed message from the log. */
  readonly discard: (id: string) => void;
}

const ACTIONS = ['send', 'retry', 'discard'] as const;

/**
 * Messages with one other user since the login, without a room.
 *
 * @param uid - The other user; null means 'not yet'.
 * @param options - `limit`: rows to show, the last ones. Default 200.
 * @example
 * ```tsx
 * const { messages, send } = usePeerMessages('teacher');
 * await send({ hand: 'up' });
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 000 has peer messages.
 * @public
 */
export function usePeerMessages(
  uid: string | null,
  options: { limit?: number | undefined } = {},
): UsePeerMessagesResult {
  const internals = useInternals('usePeerMessages');
  const log = useTable(internals.store.peerMessages, uid, NO_MESSAGES);
  const { messages } = useLog(log, options.limit);
  const { actions }: BoundActions<MessageActions> =
    uid === null
      ? absentActions(internals, 'peerMessages', ACTIONS)
      : bindActions(
          internals,
          { name: 'peerMessages', target: uid },
          peersOf(internals).messages(uid),
          ACTIONS,
        );
  return useMemo(() => Object.freeze({ messages, ...actions }), [messages, actions]);
}
