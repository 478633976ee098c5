'use client';
import { forwardRef } from 'react';
import { MessageListLog, type MessageListLogProps } from './MessageListLog.js';
import { MessageListRoot, type MessageListRootProps } from './MessageListRoot.js';

/** Props of {@link MessageList}. @public */
export type MessageListProps = Omit<MessageListRootProps, 'children'> & Pick<MessageListLogProps, 'children'>;

/**
 * The messages of the room, newest at the end, with retry and discard on those that failed.
 *
 * @example
 * ```tsx
 * <HummerRoom roomId="demo"><MessageList /><MessageInput /></HummerRoom>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MessageList = forwardRef<HTMLDivElement, MessageListProps>(function MessageList(
  { children, ...props },
  ref,
) {
  return (
    <MessageListRoot {...props} ref={ref}>
      <MessageListLog>{children}</MessageListLog>
    </MessageListRoot>
  );
});
