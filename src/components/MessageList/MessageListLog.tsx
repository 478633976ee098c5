'use client';
import { forwardRef, Fragment, type ReactNode } from 'react';
import type { RoomLogItem } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useStickToEnd } from '../internal/useStickToEnd.js';
import { useText } from '../internal/useText.js';
import { MessageListItem } from './MessageListItem.js';
import { MessageListJump } from './MessageListJump.js';
import { useMessageList, type MessageListState } from './MessageListContext.js';

/** @public */
export type MessageListLogProps = Omit<PartProps<'div', MessageListState>, 'children'> & {
  /** Renders a row; `previous` is the row above. Default: a {@link MessageListItem}. */
  children?: ((item: RoomLogItem, previous: RoomLogItem | null) => ReactNode) | undefined;
};

/**
 * The rows, as a log that readers follow: it scrolls with its newest row for whoever is at the end, and can be
 * scrolled with the keyboard.
 *
 * @example
 * ```tsx
 * <MessageListLog>{(item) => (item.kind === 'gap' ? '…' : <p>{String(item.data)}</p>)}</MessageListLog>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MessageListLog = forwardRef<HTMLDivElement, MessageListLogProps>(function MessageListLog(
  { children: row = defaultRow, ...props },
  ref,
) {
  const { state, items, hidden, showEarlier, log } = useMessageList('MessageListLog');
  const text = useText();
  const last = items.at(-1);
  const { behind, toEnd } = useStickToEnd(log, {
    firstId: items[0]?.id ?? null,
    lastId: last?.id ?? null,
    mine: last?.kind === 'message' && last.isLocal,
  });
  const own = {
    role: 'log',
    'aria-label': text('messages'),
    tabIndex: 0,
    children: (
      <>
        {hidden > 0 && (
          <button
            type="button"
            className="hummer-MessageList__earlier hummer-Button"
            data-variant="text"
            onClick={showEarlier}
          >
            {text('earlierMessages')}
          </button>
        )}
        {items.map((item, index) => (
          <Fragment key={item.id}>{row(item, items[index - 1] ?? null)}</Fragment>
        ))}
        {state.empty && <p className="hummer-MessageList__empty">{text('noMessages')}</p>}
      </>
    ),
  };
  const rows = usePart({ tag: 'div', name: 'MessageList__log', state, own, ownRef: log }, props, ref);
  return (
    <>
      {rows}
      {behind && <MessageListJump onClick={toEnd} />}
    </>
  );
});

function defaultRow(item: RoomLogItem, previous: RoomLogItem | null): ReactNode {
  return <MessageListItem item={item} continued={isContinued(item, previous)} />;
}

const CONTINUED_MS = 120_000;

/** The same author went on within two minutes: the name is not said again. */
function isContinued(item: RoomLogItem, previous: RoomLogItem | null): boolean {
  if (item.kind !== 'message' || previous?.kind !== 'message') return false;
  return item.fromUid === previous.fromUid && item.sentAt - previous.sentAt < CONTINUED_MS;
}
