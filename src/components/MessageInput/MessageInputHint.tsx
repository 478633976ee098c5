'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMessageInput, type MessageInputState } from './MessageInputContext.js';

/** @public */
export type MessageInputHintProps = PartProps<'p', MessageInputState>;

/**
 * Why nothing can be written now; absent when something can.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MessageInputHint = forwardRef<HTMLParagraphElement, MessageInputHintProps>(
  function MessageInputHint(props, ref) {
    const { state, hintId } = useMessageInput('MessageInputHint');
    const own = { id: hintId, children: useText()('writeWhenJoined') };
    const hint = usePart({ tag: 'p', name: 'MessageInput__hint', state, own }, props, ref);
    return state.status === 'disabled' ? hint : null;
  },
);
