'use client';
import { forwardRef } from 'react';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMemberItem, type MemberListItemState } from './MemberListContext.js';

/** @public */
export type MemberListStatusProps = PartProps<'span', MemberListItemState>;

/**
 * Whether the member's microphone is off.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MemberListStatus = forwardRef<HTMLSpanElement, MemberListStatusProps>(
  function MemberListStatus(props, ref) {
    const { state } = useMemberItem('MemberListStatus');
    const label = useText()('microphoneMuted');
    const own = {
      role: 'img',
      'aria-label': label,
      title: label,
      children: <Icon name="microphoneOff" />,
    };
    const status = usePart({ tag: 'span', name: 'MemberList__status', state, own }, props, ref);
    return state.muted ? status : null;
  },
);
