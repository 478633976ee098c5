'use client';
import { forwardRef, useMemo, useRef, useState, type ReactNode } from 'react';
import { useRoomMessages } from '../../hooks/rooms/useRoomMessages.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { MessageListProvider, type MessageListContext, type MessageListState } from './MessageListContext.js';

/** Rows that are mounted at first, and that each press on "earlier" adds. */
const PAGE = 100;

/** @public */
export type MessageListRootProps = PartProps<'div', MessageListState> & {
  /** The newest rows to keep; default 200. */
  limit?: number | undefined;
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
  children?: ReactNode;
};

/**
 * The frame around the messages of the room of the scope.
 *
 * @example
 * ```tsx
 * <MessageListRoot><MessageListLog /><MessageListJump /></MessageListRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MessageListRoot = forwardRef<HTMLDivElement, MessageListRootProps>(function MessageListRoot(
  { limit, roomId, ...props },
  ref,
) {
  const room = useRoomOf(roomId);
  const { messages, retry, discard } = useRoomMessages(room, limit === undefined ? {} : { limit });
  const [shown, setShown] = useState(PAGE);
  const log = useRef<HTMLDivElement>(null);
  const context = useMemo<MessageListContext>(() => {
    const hidden = Math.max(0, messages.length - shown);
    return {
      room,
      state: { empty: messages.length === 0 },
      items: hidden === 0 ? messages : messages.slice(hidden),
      hidden,
      showEarlier() {
        setShown((count) => count + PAGE);
      },
      retry(id) {
        log.current?.focus({ preventScroll: true });
        // A failure shows in the row again.
        void retry(id);
      },
      discard(id) {
        log.current?.focus({ preventScroll: true });
        discard(id);
      },
      log,
    };
  }, [room, messages, shown, retry, discard]);
  const root = usePart({ tag: 'div', name: 'MessageList', state: context.state }, props, ref);
  return <MessageListProvider value={context}>{root}</MessageListProvider>;
});
