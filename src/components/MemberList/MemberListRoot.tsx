'use client';
import { forwardRef, Fragment, useMemo, useRef, type ReactNode } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useLocalUid } from '../../hooks/connection/useLocalUid.js';
import { useRoomMembers } from '../../hooks/rooms/useRoomMembers.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useScrollable } from '../internal/useScrollable.js';
import { useText } from '../internal/useText.js';
import { useWindow } from '../internal/useWindow.js';
import { MemberListProvider, type MemberListContext, type MemberListState } from './MemberListContext.js';

/** @public */
export type MemberListRootProps = Omit<PartProps<'ul', MemberListState>, 'children'> & {
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
  /** Renders a row: a {@link MemberListItem} with its `uid` and `index`. */
  children: (uid: string, index: number) => ReactNode;
};

/**
 * The list of who is in the room, oneself first. Above a hundred rows only those in view are mounted.
 *
 * @example
 * ```tsx
 * <MemberListRoot>{(uid, index) => <MemberListItem key={uid} uid={uid} index={index} />}</MemberListRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MemberListRoot = forwardRef<HTMLUListElement, MemberListRootProps>(function MemberListRoot(
  { roomId, children: row, ...props },
  ref,
) {
  const room = useRoomOf(roomId);
  const text = useText();
  const uids = useLocalFirst(useRoomMembers(room));
  const list = useRef<HTMLUListElement>(null);
  const { start, end, before, after } = useWindow(list, uids.length);
  const scrollable = useScrollable(list, uids.length);
  const windowed = end - start < uids.length;
  const context = useMemo<MemberListContext>(
    () => ({ room, count: uids.length, windowed }),
    [room, uids.length, windowed],
  );
  const state: MemberListState = { empty: uids.length === 0 };
  const own = {
    // Safari drops the role of a list without bullets.
    role: 'list',
    'aria-label': text('people'),
    tabIndex: scrollable ? 0 : undefined,
    children: (
      <>
        {before > 0 && <li aria-hidden="true" style={{ blockSize: before }} />}
        {uids.slice(start, end).map((uid, index) => (
          <Fragment key={uid}>{row(uid, start + index)}</Fragment>
        ))}
        {after > 0 && <li aria-hidden="true" style={{ blockSize: after }} />}
        {state.empty && <li className="hummer-MemberList__empty">{text('nobodyHere')}</li>}
      </>
    ),
  };
  const root = usePart({ tag: 'ul', name: 'MemberList', state, own, ownRef: list }, props, ref);
  return <MemberListProvider value={context}>{root}</MemberListProvider>;
});

function useLocalFirst(uids: readonly string[]): readonly string[] {
  const localUid = useLocalUid();
  return useMemo(() => {
    if (localUid === null || uids[0] === localUid || !uids.includes(localUid)) return uids;
    return [localUid, ...uids.filter((uid) => uid !== localUid)];
  }, [uids, localUid]);
}
