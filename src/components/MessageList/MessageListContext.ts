'use client';
import type { RefObject } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomLogItem, RoomMessage } from '../../store/state.js';
import { createPartContext } from '../internal/partContext.js';

/** State of a MessageList. @public */
export interface MessageListState {
  empty: boolean;
}

/** What the parts of a MessageList share. */
export interface MessageListContext {
  room: RoomTarget | null;
  state: MessageListState;
  items: readonly RoomLogItem[];
  /** How many older rows are kept but not mounted. */
  hidden: number;
  showEarlier: () => void;
  retry: (id: string) => void;
  discard: (id: string) => void;
  log: RefObject<HTMLDivElement | null>;
}

export const [MessageListProvider, useMessageList] = createPartContext<MessageListContext>('MessageListRoot');

export const [MessageProvider, useMessage] = createPartContext<RoomMessage>('MessageListItem');
