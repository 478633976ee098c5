'use client';
import { forwardRef } from 'react';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMeetingRoom, type MeetingRoomState } from './MeetingRoomContext.js';

/** @public */
export type MeetingRoomLayoutButtonProps = PartProps<'button', MeetingRoomState>;

/**
 * A toggle between everybody alike and one large; pressed is one large.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomLayoutButton = forwardRef<HTMLButtonElement, MeetingRoomLayoutButtonProps>(
  function MeetingRoomLayoutButton(props, ref) {
    const { state, setLayout } = useMeetingRoom('MeetingRoomLayoutButton');
    const text = useText()('speakerView');
    const large = state.layout === 'speaker';
    const own = {
      type: 'button',
      className: 'hummer-Button',
      'data-icon': true,
      title: text,
      'aria-pressed': large,
      onClick() {
        setLayout(large ? 'grid' : 'speaker');
      },
      children: (
        <>
          <Icon name={large ? 'grid' : 'speakerView'} />
          <span>{text}</span>
        </>
      ),
    };
    return usePart({ tag: 'button', name: 'MeetingRoom__layoutButton', state, own }, props, ref);
  },
);
