'use client';
import { forwardRef } from 'react';
import { MemberListItem } from './MemberListItem.js';
import { MemberListRoot, type MemberListRootProps } from './MemberListRoot.js';

/** Props of {@link MemberList}. @public */
export type MemberListProps = Omit<MemberListRootProps, 'children'> &
  Partial<Pick<MemberListRootProps, 'children'>>;

/**
 * Who is in the room, with who speaks and who is muted. Names are the `displayName` of a join's `extra`, else the uid.
 *
 * @example
 * ```tsx
 * <HummerRoom roomId="demo" extra={{ displayName: 'Ana' }}><MemberList /></HummerRoom>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MemberList = forwardRef<HTMLUListElement, MemberListProps>(function MemberList(
  { children, ...props },
  ref,
) {
  return (
    <MemberListRoot {...props} ref={ref}>
      {children ?? ((uid, index) => <MemberListItem uid={uid} index={index} />)}
    </MemberListRoot>
  );
});
