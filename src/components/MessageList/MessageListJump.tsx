'use client';
import { forwardRef, useRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { useFocusRescue } from '../internal/useFocusRescue.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMessageList } from './MessageListContext.js';

/** @public */
export type MessageListJumpProps = PartProps<'button'>;

/**
 * Leads to the newest message while the reader is further up.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MessageListJump = forwardRef<HTMLButtonElement, MessageListJumpProps>(
  function MessageListJump(props, ref) {
    const { log } = useMessageList('MessageListJump');
    const button = useRef<HTMLButtonElement>(null);
    useFocusRescue(button, log);
    const own = {
      type: 'button',
      className: 'hummer-Button',
      'data-variant': 'primary',
      children: useText()('newMessages'),
    };
    return usePart({ tag: 'button', name: 'MessageList__jump', own, ownRef: button }, props, ref);
  },
);
