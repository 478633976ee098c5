'use client';
import { forwardRef, useState, type ReactNode } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import type { StreamKey } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { useControlled } from '../internal/useControlled.js';
import { useGridStreams } from '../internal/useGridStreams.js';
import { usePart } from '../internal/usePart.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { VideoGridProvider, type VideoGridContext, type VideoGridState } from './VideoGridContext.js';

/** Until it is known how many fit. */
const UNMEASURED = 25;

/** @public */
export type VideoGridRootProps = PartProps<'div', VideoGridState> & {
  /** What is shown, in this order. Default: the local user, then everybody else of the room as they came. */
  streams?: readonly StreamKey[] | undefined;
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
  /** At most so many tiles on a page. Default: as many as fit. */
  perPage?: number | undefined;
  /** The page that is shown, from 1, if the app holds it. */
  page?: number | undefined;
  onPageChange?: ((page: number) => void) | undefined;
  children?: ReactNode;
};

/**
 * The frame of a grid. It takes the size that it is given: put it where there is a height.
 *
 * @example
 * ```tsx
 * <VideoGridRoot perPage={9}>
 *   <VideoGridTiles>{(stream) => <VideoTile stream={stream} />}</VideoGridTiles>
 *   <VideoGridPager />
 * </VideoGridRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const VideoGridRoot = forwardRef<HTMLDivElement, VideoGridRootProps>(function VideoGridRoot(
  { streams: given, roomId, perPage: most = Infinity, page: givenPage, onPageChange, ...props },
  ref,
) {
  const everybody = useGridStreams(useRoomOf(roomId));
  const streams = given ?? everybody;
  const [capacity, setCapacity] = useState(UNMEASURED);
  const perPage = Math.max(1, Math.floor(Math.min(most, capacity)) || 1);
  const pages = Math.max(1, Math.ceil(streams.length / perPage));
  const [wanted, setPage] = useControlled(givenPage, 1, onPageChange);
  // Who leaves may take the last page along.
  const page = Math.min(pages, Math.max(1, Math.floor(wanted) || 1));
  const offset = (page - 1) * perPage;
  const state: VideoGridState = { page, pages };
  const context: VideoGridContext = {
    streams: streams.slice(offset, offset + perPage),
    offset,
    count: streams.length,
    perPage,
    state,
    setPage,
    setCapacity,
  };
  const root = usePart({ tag: 'div', name: 'VideoGrid', state }, props, ref);
  return <VideoGridProvider value={context}>{root}</VideoGridProvider>;
});
