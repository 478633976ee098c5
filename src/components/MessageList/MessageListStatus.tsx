'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMessage, useMessageList } from './MessageListContext.js';

/** @public */
export type MessageListStatusProps = PartProps<'div'>;

/**
 * What became of a message that was not sent: the reason, a retry where one can help, and a way to be rid of it.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MessageListStatus = forwardRef<HTMLDivElement, MessageListStatusProps>(
  function MessageListStatus(props, ref) {
    const { id, error } = useMessage('MessageListStatus');
    const { retry, discard } = useMessageList('MessageListStatus');
    const text = useText();
    const hopeless = error?.action === 'fix-input';
    const action = (label: string, run: (id: string) => void) => (
      <button
        type="button"
        className="hummer-Button"
        data-variant="text"
        onClick={() => {
          run(id);
        }}
      >
        {label}
      </button>
    );
    const own = {
      children: (
        <>
          {text('messageFailed')} {hopeless ? error.message : action(text('retryMessage'), retry)}{' '}
          {action(text('discardMessage'), discard)}
        </>
      ),
    };
    return usePart({ tag: 'div', name: 'MessageList__status', own }, props, ref);
  },
);
