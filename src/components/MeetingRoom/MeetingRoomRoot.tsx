'use client';
import {
  forwardRef,
  useId,
  useMemo,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
  type Ref,
} from 'react';
import { HummerRoom } from '../../hooks/compose/HummerRoom.js';
import { toRoomKey, type RoomKey, type RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import { useLocalStream } from '../../hooks/media/useLocalStream.js';
import { usePublish } from '../../hooks/media/usePublish.js';
import type { PartProps } from '../internal/partProps.js';
import { useNarrow } from '../internal/useNarrow.js';
import { usePart } from '../internal/usePart.js';
import { useRoomStatus } from '../internal/useRoomStatus.js';
import { useText } from '../internal/useText.js';
import { MeetingRoomProvider, type MeetingRoomState } from './MeetingRoomContext.js';
import { useMeetingEnd } from './useMeetingEnd.js';
import { useMeetingLayout } from './useMeetingLayout.js';

/** Where stage and panel stop fitting side by side; the stylesheet's container query says the same, 45rem. */
const NARROW_PX = 720;

/** @public */
export type MeetingRoomRootProps = PartProps<'section', MeetingRoomState> & {
  roomId: RoomTarget<RoomShape>;
  /** What the others see; default: the uid. */
  displayName?: string | undefined;
  /** Called when the user leaves by the button. */
  onLeave?: (() => void) | undefined;
  children?: ReactNode;
};

/**
 * Joins a room and its media, captures and publishes camera and microphone, and is the frame of a meeting's parts.
 *
 * @example
 * ```tsx
 * <MeetingRoomRoot roomId="demo"><MeetingRoomStage /><MeetingRoomControls /></MeetingRoomRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomRoot = forwardRef<HTMLElement, MeetingRoomRootProps>(function MeetingRoomRoot(
  { roomId, displayName, ...props },
  ref,
) {
  const target = toRoomKey(roomId) as RoomKey<RoomShape> as RoomKey;
  const named = displayName === undefined ? {} : { displayName };
  return (
    <HummerRoom roomId={target} extra={named} media={named}>
      <Meeting {...props} room={target} forwarded={ref} />
    </HummerRoom>
  );
});

type MeetingProps = Omit<MeetingRoomRootProps, 'roomId' | 'displayName'> & {
  room: RoomKey;
  forwarded: Ref<HTMLElement>;
};

function Meeting({ room, onLeave, forwarded, ...props }: MeetingProps): ReactElement {
  const { status } = useRoomStatus(room);
  const end = useMeetingEnd(room);
  const [attempt, setAttempt] = useState(0);
  const local = useLocalStream(end ? null : captureOf(attempt));
  usePublish(room, end ? null : local.streamKey);

  const root = useRef<HTMLElement>(null);
  const narrow = useNarrow(root, NARROW_PX);
  const [chosen, setPanel] = useState<boolean | null>(null);
  const panel = (chosen ?? !narrow) ? 'open' : 'closed';
  const { layout, setLayout } = useMeetingLayout(room);
  const state = useMemo<MeetingRoomState>(
    () => ({ status, panel, narrow, layout }),
    [status, panel, narrow, layout],
  );
  const own = {
    'aria-label': useText()('meeting', { room: room.roomId }),
    'aria-busy': status === 'joining' || undefined,
    tabIndex: -1,
  };
  const section = usePart(
    { tag: 'section', name: 'MeetingRoom', state, own, ownRef: root },
    props,
    forwarded,
  );
  const context = {
    room,
    state,
    end,
    local,
    capture() {
      setAttempt((count) => count + 1);
    },
    setPanel,
    setLayout,
    panelId: useId(),
    onLeave,
    root,
  };
  return <MeetingRoomProvider value={context}>{section}</MeetingRoomProvider>;
}

/** Camera and microphone. Every second attempt says the same in other words: a changed config opens what was refused. */
function captureOf(attempt: number): Parameters<typeof useLocalStream>[0] {
  const medium = attempt % 2 === 0 ? true : {};
  return { audio: medium, video: medium };
}
