'use client';
import { useMemo } from 'react';
import { messageActions } from '../internal/roomActions.js';
import type { RoomTarget } from '../internal/roomKey.js';
import type { InvalidMessage, LogItemOf, PartOf, RoomShape, SendOf, Untyped } from '../internal/roomShape.js';
import { NO_MESSAGES, useLog } from '../internal/useLog.js';
import { useRoomEntity } from '../internal/useRoomEntity.js';
import { useTable } from '../internal/useTable.js';

/**
 * What {@link useRoomMessages} returns.
 * @public
 */
export interface UseRoomMessagesResult<Shape extends RoomShape = Untyped> {
  /** Oldest first. A row keeps its object until it changes, and its `id` before and after the server has it. */
  readonly messages: readonly LogItemOf<PartOf<Shape, 'messages'>>[];
  /** Messages that do not fit the room's declaration. */
  readonly invalid: readonly InvalidMessage[];
  /** Shows the message as `'sending'` at once; resolves when the server has it. */
  readonly send: SendOf<PartOf<Shape, 'messages'>>;
  /** Sends a failed message again, never twice. */
  readonly retry: (id: string) => Promise<void>;
  /** Removes a failed message from the log. */
  readonly discard: (id: string) => void;
}

/**
 * Messages of a room since it was joined, and how to send one. The room keeps a bounded log that all components share;
 * `limit` only cuts what this one shows.
 *
 * @param options - `limit`: rows to show, the last ones. Default 200.
 * @example
 * ```tsx
 * const { messages, send, retry } = useRoomMessages(room);
 * await send('Hello');
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 000 has room messages.
 * @public
 */
export function useRoomMessages<Shape extends RoomShape = Untyped>(
  target: RoomTarget<Shape> | null,
  options: { limit?: number | undefined } = {},
): UseRoomMessagesResult<Shape> {
  const { internals, key, shape } = useRoomEntity('useRoomMessages', target);
  const log = useTable(internals.store.roomMessages, key, NO_MESSAGES);
  const read = useLog(log, options.limit, shape?.messages);
  const { actions } = messageActions(internals, key, shape?.messages);
  return useMemo(
    () => Object.freeze({ ...read, ...actions }) as UseRoomMessagesResult<Shape>,
    [read, actions],
  );
}
