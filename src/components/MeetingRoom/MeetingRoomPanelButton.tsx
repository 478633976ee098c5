'use client';
import { forwardRef, useState } from 'react';
import { useRoomMessages } from '../../hooks/rooms/useRoomMessages.js';
import type { RoomKey } from '../../hooks/internal/roomKey.js';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMeetingRoom, type MeetingRoomState } from './MeetingRoomContext.js';

/** @public */
export type MeetingRoomPanelButtonProps = PartProps<'button', MeetingRoomState>;

/**
 * Opens and closes the panel of people and chat, and counts what is written meanwhile.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomPanelButton = forwardRef<HTMLButtonElement, MeetingRoomPanelButtonProps>(
  function MeetingRoomPanelButton(props, ref) {
    const { room, state, setPanel, panelId } = useMeetingRoom('MeetingRoomPanelButton');
    const text = useText();
    const open = state.panel === 'open';
    const unread = useUnread(room, open);
    const label = text('peopleAndChat');
    const own = {
      type: 'button',
      className: 'hummer-Button',
      'data-icon': true,
      title: label,
      'aria-expanded': open,
      'aria-controls': open ? panelId : undefined,
      onClick() {
        setPanel(!open);
      },
      children: (
        <>
          <Icon name="panel" />
          <span>{label}</span>{' '}
          {unread > 0 && (
            <b
              className="hummer-MeetingRoom__badge"
              role="img"
              aria-label={text('unreadMessages', { count: unread })}
            >
              {unread > 99 ? '99+' : unread}
            </b>
          )}
        </>
      ),
    };
    return usePart({ tag: 'button', name: 'MeetingRoom__panelButton', state, own }, props, ref);
  },
);

/** Messages of others since the panel was open. */
function useUnread(room: RoomKey, open: boolean): number {
  const { messages } = useRoomMessages(room);
  const last = messages.at(-1)?.id ?? null;
  const [seen, setSeen] = useState(last);
  if (open) {
    if (seen !== last) setSeen(last);
    return 0;
  }
  const next = messages.findIndex(({ id }) => id === seen) + 1;
  return messages.slice(next).filter((item) => item.kind === 'message' && !item.isLocal).length;
}
