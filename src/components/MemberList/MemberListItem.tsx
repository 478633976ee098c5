'use client';
import { forwardRef, memo } from 'react';
import { useLocalUid } from '../../hooks/connection/useLocalUid.js';
import type { PartProps } from '../internal/partProps.js';
import { useDisplayName } from '../internal/useDisplayName.js';
import { useMemberStream } from '../../hooks/internal/useMemberStream.js';
import { usePart } from '../internal/usePart.js';
import { useStreamView } from '../internal/useStreamView.js';
import { MemberListAvatar } from './MemberListAvatar.js';
import { MemberProvider, useMemberList, type MemberListItemState } from './MemberListContext.js';
import { MemberListName } from './MemberListName.js';
import { MemberListStatus } from './MemberListStatus.js';

/** @public */
export type MemberListItemProps = PartProps<'li', MemberListItemState> & {
  uid: string;
  /** Where the row is in the whole list, from 0. */
  index?: number | undefined;
};

/**
 * A member's row.
 *
 * @example
 * ```tsx
 * <MemberListItem uid={uid}><MemberListName /></MemberListItem>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MemberListItem = memo(
  forwardRef<HTMLLIElement, MemberListItemProps>(function MemberListItem({ uid, index = 0, ...props }, ref) {
    const { room, count, windowed } = useMemberList('MemberListItem');
    const local = useLocalUid() === uid;
    const name = useDisplayName(room, uid, { local });
    const { speaking, muted } = useStreamView(useMemberStream(room, uid, local));
    const state: MemberListItemState = { local, speaking, muted };
    const own = {
      ...(windowed && { 'aria-setsize': count, 'aria-posinset': index + 1 }),
      children: (
        <>
          <MemberListAvatar />
          <MemberListName />
          <MemberListStatus />
        </>
      ),
    };
    const item = usePart({ tag: 'li', name: 'MemberList__item', state, own }, props, ref);
    return <MemberProvider value={{ uid, name, state }}>{item}</MemberProvider>;
  }),
);
