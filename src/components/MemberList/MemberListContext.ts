'use client';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import { createPartContext } from '../internal/partContext.js';

/** State of a MemberList. @public */
export interface MemberListState {
  empty: boolean;
}

/** State of a member's row and its parts. @public */
export interface MemberListItemState {
  local: boolean;
  speaking: boolean;
  /** Has a microphone in the room, and it is off. */
  muted: boolean;
}

/** What the rows of a MemberList share. */
export interface MemberListContext {
  room: RoomTarget | null;
  count: number;
  windowed: boolean;
}

export const [MemberListProvider, useMemberList] = createPartContext<MemberListContext>('MemberListRoot');

/** What the parts of a row share. */
export interface MemberListItemContext {
  uid: string;
  name: string;
  state: MemberListItemState;
}

export const [MemberProvider, useMemberItem] = createPartContext<MemberListItemContext>('MemberListItem');
