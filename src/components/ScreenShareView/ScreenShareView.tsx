'use client';
import { forwardRef, useRef, type ReactElement, type Ref } from 'react';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useRemoteStreams } from '../../hooks/media/useRemoteStreams.js';
import type { StreamKey } from '../../store/state.js';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { useFocusRescue } from '../internal/useFocusRescue.js';
import { usePart } from '../internal/usePart.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import { useText } from '../internal/useText.js';
import { VideoTile } from '../VideoTile/VideoTile.js';

/** Props of {@link ScreenShareView}. @public */
export type ScreenShareViewProps = PartProps<'div'> & {
  /** Which screen. Default: of the others' the one that was shared last. */
  stream?: StreamKey | null | undefined;
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
};

/**
 * The screen that somebody shares, whole and as large as fits, with a button that fills one's own screen with it. Absent while
 * nobody shares. One's own screen is only shown if it is named: it would show itself in itself.
 *
 * @example
 * ```tsx
 * <ScreenShareView /> <ScreenShareView stream={useScreenShare(room).streamKey} />
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const ScreenShareView = forwardRef<HTMLDivElement, ScreenShareViewProps>(function ScreenShareView(
  { stream: given, roomId, ...props },
  ref,
) {
  const screens = useRemoteStreams(useRoomOf(roomId), { source: 'screen' });
  const stream = given === undefined ? (screens.at(-1) ?? null) : given;
  return stream && <Screen key={stream.streamId} {...props} stream={stream} forwarded={ref} />;
});

type ScreenProps = PartProps<'div'> & { stream: StreamKey; forwarded: Ref<HTMLDivElement> };

function Screen({ stream, forwarded, children, ...props }: ScreenProps): ReactElement {
  const root = useRef<HTMLDivElement>(null);
  useFocusRescue(root);
  const label = useText()('fullScreen');
  const own = {
    children: (
      <>
        <VideoTile stream={stream} />
        <button
          type="button"
          className="hummer-Button hummer-ScreenShareView__fullScreen"
          data-icon="true"
          title={label}
          onClick={() => {
            if (root.current) turn(root.current);
          }}
        >
          <Icon name="fullScreen" />
          <span>{label}</span>
        </button>
        {children}
      </>
    ),
  };
  return usePart({ tag: 'div', name: 'ScreenShareView', own, ownRef: root }, props, forwarded);
}

/** A phone whose browser fills its screen with videos only. */
interface FullScreenVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}

function turn(element: HTMLElement): void {
  if (!('requestFullscreen' in element)) {
    (element as HTMLElement).querySelector<FullScreenVideo>('video')?.webkitEnterFullscreen?.();
    return;
  }
  const turned = document.fullscreenElement ? document.exitFullscreen() : element.requestFullscreen();
  // A browser that refuses leaves it as it is.
  turned.catch(() => undefined);
}
