'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { useDisplayName } from '../internal/useDisplayName.js';
import { usePart } from '../internal/usePart.js';
import { useLocale, useText } from '../internal/useText.js';
import { useMessage, useMessageList } from './MessageListContext.js';

/** @public */
export type MessageListMetaProps = PartProps<'div'>;

/**
 * Who wrote a message, and when.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MessageListMeta = forwardRef<HTMLDivElement, MessageListMetaProps>(
  function MessageListMeta(props, ref) {
    const { fromUid, isLocal, serverTime, sentAt } = useMessage('MessageListMeta');
    const { room } = useMessageList('MessageListMeta');
    const name = useDisplayName(room, fromUid);
    const text = useText();
    const locale = useLocale();
    const time = new Date(serverTime ?? sentAt);
    const own = {
      children: (
        <>
          <bdi className="hummer-MessageList__author">{isLocal ? text('you') : name}</bdi>
          <time dateTime={time.toISOString()}>
            {time.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })}
          </time>
        </>
      ),
    };
    return usePart({ tag: 'div', name: 'MessageList__meta', own }, props, ref);
  },
);
