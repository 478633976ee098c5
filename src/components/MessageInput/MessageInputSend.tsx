'use client';
import { forwardRef } from 'react';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMessageInput, type MessageInputState } from './MessageInputContext.js';

/** @public */
export type MessageInputSendProps = PartProps<'button', MessageInputState>;

/**
 * Sends the message. It stays focusable while there is nothing to send.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MessageInputSend = forwardRef<HTMLButtonElement, MessageInputSendProps>(
  function MessageInputSend(props, ref) {
    const { state } = useMessageInput('MessageInputSend');
    const label = useText()('sendMessage');
    const icon = props.children === undefined;
    const own = {
      type: 'submit',
      className: 'hummer-Button',
      'data-variant': 'primary',
      'data-icon': icon || undefined,
      'aria-disabled': state.empty || state.status === 'disabled' || undefined,
      title: label,
      children: icon && (
        <>
          <Icon name="send" />
          <span>{label}</span>
        </>
      ),
    };
    return usePart({ tag: 'button', name: 'MessageInput__send', state, own }, props, ref);
  },
);
