'use client';
import { forwardRef, memo } from 'react';
import type { RoomLogItem, RoomMessage } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { MessageProvider } from './MessageListContext.js';
import { MessageListGap } from './MessageListGap.js';
import { MessageListMeta } from './MessageListMeta.js';
import { MessageListStatus } from './MessageListStatus.js';
import { MessageListText } from './MessageListText.js';

/** State of a message's row. @public */
export interface MessageListItemState {
  status: RoomMessage['status'];
  local: boolean;
  /** The row above is the same author's, a moment ago. */
  continued: boolean;
}

/** @public */
export type MessageListItemProps = PartProps<'div', MessageListItemState> & {
  item: RoomLogItem;
  continued?: boolean | undefined;
};

/**
 * One row: a message with its author, its text and, if it failed, what can be done; or a gap.
 *
 * @example
 * ```tsx
 * <MessageListItem item={item}><MessageListText /></MessageListItem>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MessageListItem = memo(
  forwardRef<HTMLDivElement, MessageListItemProps>(function MessageListItem({ item, ...props }, ref) {
    return item.kind === 'gap' ? (
      <MessageListGap gap={item} ref={ref} />
    ) : (
      <MessageRow {...props} item={item} ref={ref} />
    );
  }),
);

type MessageRowProps = MessageListItemProps & { item: RoomMessage };

const MessageRow = forwardRef<HTMLDivElement, MessageRowProps>(function MessageRow(
  { item, continued = false, ...props },
  ref,
) {
  const state: MessageListItemState = { status: item.status, local: item.isLocal, continued };
  const own = {
    children: (
      <>
        {!continued && <MessageListMeta />}
        <MessageListText />
        {item.status === 'failed' && <MessageListStatus />}
      </>
    ),
  };
  const row = usePart({ tag: 'div', name: 'MessageList__item', state, own }, props, ref);
  return <MessageProvider value={item}>{row}</MessageProvider>;
});
