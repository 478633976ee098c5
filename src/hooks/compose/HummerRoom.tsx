'use client';
import type { ReactElement, ReactNode } from 'react';
import type { AttributeMap } from '../../protocol/rooms.js';
import type { UseRtcOptions } from '../media/useRtc.js';
import { toRoomKey, type RoomKey, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { ScopeContext } from '../internal/scope.js';
import { useInternals } from '../internal/useClient.js';
import { useMembership } from '../internal/useMembership.js';
import { useStable } from '../internal/useStable.js';
import { useRoomMedia } from './useRoomMedia.js';

/** @public */
export interface HummerRoomProps {
  /** The room; null means 'not yet'. */
  roomId: RoomTarget<RoomShape> | null;
  /** Told to the others when this user joins or leaves. */
  extra?: AttributeMap | undefined;
  /** False: only `join()` of `useRoom` joins. Default true. */
  autoJoin?: boolean | undefined;
  /** Joins the room's audio and video too, with these options; false, the default, does not load any of it. */
  media?: false | UseRtcOptions | undefined;
  children?: ReactNode;
}

/**
 * Joins a room while mounted, and is the room of the components inside: they need no `roomId`. Hooks stay explicit, with
 * `useRoomScope()`.
 *
 * @example
 * ```tsx
 * <HummerRoom roomId="demo" media={{}}>
 *   <MemberList /><MessageList /><MessageInput />
 * </HummerRoom>
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function HummerRoom({
  roomId,
  extra,
  autoJoin,
  media = false,
  children,
}: HummerRoomProps): ReactElement {
  const internals = useInternals('HummerRoom');
  const room = useStable(toRoomKey(roomId), sameRoom);
  useMembership(internals, 'HummerRoom', room, { extra, autoJoin });
  useRoomMedia(internals, room?.key ?? null, media);
  return <ScopeContext.Provider value={room}>{children}</ScopeContext.Provider>;
}

function sameRoom(a: RoomKey<RoomShape> | null, b: RoomKey<RoomShape> | null): boolean {
  return a?.key === b?.key && a?.shape === b?.shape;
}
