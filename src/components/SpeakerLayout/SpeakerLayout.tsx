'use client';
import { forwardRef, useRef, type ReactNode } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import type { StreamKey } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { useFocusRescue } from '../internal/useFocusRescue.js';
import { useGridStreams } from '../internal/useGridStreams.js';
import { usePart } from '../internal/usePart.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useText } from '../internal/useText.js';
import { VideoTile } from '../VideoTile/VideoTile.js';
import { useMainStream } from './useMainStream.js';

/** State of a SpeakerLayout. @public */
export interface SpeakerLayoutState {
  /** There is nobody beside the large tile. */
  alone: boolean;
}

/** Props of {@link SpeakerLayout}. @public */
export type SpeakerLayoutProps = Omit<PartProps<'div', SpeakerLayoutState>, 'children'> & {
  /** What is shown, in this order. Default: the local user, then everybody else of the room as they came. */
  streams?: readonly StreamKey[] | undefined;
  /** Which of them is large. Default: a shared screen, else who speaks or spoke last. */
  main?: StreamKey | null | undefined;
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
  /** Renders a tile. Default: a `VideoTile`. */
  children?: ((stream: StreamKey, main: boolean) => ReactNode) | undefined;
};

/**
 * One large picture and the others in a strip. All of them are one list in one order, and the stylesheet places the large one:
 * when another person speaks, no video element is made anew and no picture goes black.
 *
 * @example
 * ```tsx
 * <HummerRoom roomId="demo" media={{}}><SpeakerLayout /><AudioRenderer /></HummerRoom>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const SpeakerLayout = forwardRef<HTMLDivElement, SpeakerLayoutProps>(function SpeakerLayout(
  { streams: given, main: chosen, roomId, children: tile, ...props },
  ref,
) {
  const room = useRoomOf(roomId);
  const everybody = useGridStreams(room);
  const streams = given ?? everybody;
  const heard = useMainStream(room, streams);
  const main = chosen === undefined ? heard : chosen;
  const root = useRef<HTMLDivElement>(null);
  useFocusRescue(root);
  const own = {
    children: (
      <ul
        role="list"
        aria-label={useText()('videos')}
        // Scrolled by the keyboard.
        tabIndex={0}
        className="hummer-SpeakerLayout__tiles"
      >
        {streams.map((stream) => {
          const isMain = stream === main;
          return (
            <li key={stream.streamId} className="hummer-SpeakerLayout__tile" data-main={isMain || undefined}>
              {tile ? tile(stream, isMain) : <VideoTile stream={stream} />}
            </li>
          );
        })}
      </ul>
    ),
  };
  const state: SpeakerLayoutState = { alone: streams.length <= 1 };
  return usePart({ tag: 'div', name: 'SpeakerLayout', state, own, ownRef: root }, props, ref);
});
