'use client';
import { forwardRef } from 'react';
import type { RoomMessage } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMessage } from './MessageListContext.js';

/** @public */
export type MessageListTextProps = PartProps<'p'>;

/**
 * The text of a message; for one that is not text, its type.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MessageListText = forwardRef<HTMLParagraphElement, MessageListTextProps>(
  function MessageListText(props, ref) {
    const message = useMessage('MessageListText');
    const text = useText();
    const own = { dir: 'auto', children: textOf(message) ?? text('messageOfType', { type: message.type }) };
    return usePart({ tag: 'p', name: 'MessageList__text', own }, props, ref);
  },
);

/** What apps commonly send: the text itself, or an object with a `text`. */
function textOf({ data }: RoomMessage): string | null {
  if (typeof data === 'string') return data;
  if (typeof data === 'object' && data !== null && 'text' in data && typeof data.text === 'string')
    return data.text;
  return null;
}
