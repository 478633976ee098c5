'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import type { RoomLogItem } from '../../store/state.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';

/** @public */
export type MessageListGapProps = PartProps<'p'> & { gap: Extract<RoomLogItem, { kind: 'gap' }> };

/**
 * Says that messages are missing here, and how many.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MessageListGap = forwardRef<HTMLParagraphElement, MessageListGapProps>(function MessageListGap(
  { gap, ...props },
  ref,
) {
  const own = { children: useText()('messagesMissing', { count: gap.to - gap.from + 1 }) };
  return usePart({ tag: 'p', name: 'MessageList__gap', own }, props, ref);
});
