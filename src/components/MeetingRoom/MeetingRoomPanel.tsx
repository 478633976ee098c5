'use client';
import { forwardRef, useRef, type ReactElement, type Ref } from 'react';
import { useRoomMembers } from '../../hooks/rooms/useRoomMembers.js';
import type { PartProps } from '../internal/partProps.js';
import { useFocusRescue } from '../internal/useFocusRescue.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { MemberList } from '../MemberList/MemberList.js';
import { MessageInput } from '../MessageInput/MessageInput.js';
import { MessageList } from '../MessageList/MessageList.js';
import { useMeetingRoom, type MeetingRoomState } from './MeetingRoomContext.js';

/** @public */
export type MeetingRoomPanelProps = PartProps<'aside', MeetingRoomState>;

/**
 * Who is there, and what they write. Beside the stage, or over it where there is no room for both.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomPanel = forwardRef<HTMLElement, MeetingRoomPanelProps>(
  function MeetingRoomPanel(props, ref) {
    const { state, end } = useMeetingRoom('MeetingRoomPanel');
    return end === null && state.panel === 'open' ? <OpenPanel {...props} forwarded={ref} /> : null;
  },
);

function OpenPanel({
  forwarded,
  ...props
}: MeetingRoomPanelProps & { forwarded: Ref<HTMLElement> }): ReactElement {
  const { room, state, panelId } = useMeetingRoom('MeetingRoomPanel');
  const count = useRoomMembers(room).length;
  const text = useText();
  const panel = useRef<HTMLElement>(null);
  useFocusRescue(panel);
  const own = {
    id: panelId,
    'aria-label': text('peopleAndChat'),
    children: (
      <>
        <h3 className="hummer-MeetingRoom__heading">{text('peopleCount', { count })}</h3>
        <MemberList />
        <MessageList />
        <MessageInput />
      </>
    ),
  };
  return usePart({ tag: 'aside', name: 'MeetingRoom__panel', state, own, ownRef: panel }, props, forwarded);
}
