'use client';
import { forwardRef } from 'react';
import { MessageInputHint } from './MessageInputHint.js';
import { MessageInputRoot, type MessageInputRootProps } from './MessageInputRoot.js';
import { MessageInputSend } from './MessageInputSend.js';
import { MessageInputTextarea } from './MessageInputTextarea.js';

/** Props of {@link MessageInput}. @public */
export type MessageInputProps = Omit<MessageInputRootProps, 'children'>;

/**
 * A field to write to the room: Enter sends, Shift+Enter makes a line.
 *
 * @example
 * ```tsx
 * <HummerRoom roomId="demo"><MessageList /><MessageInput /></HummerRoom>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MessageInput = forwardRef<HTMLFormElement, MessageInputProps>(function MessageInput(props, ref) {
  return (
    <MessageInputRoot {...props} ref={ref}>
      <MessageInputTextarea />
      <MessageInputSend />
      <MessageInputHint />
    </MessageInputRoot>
  );
});
