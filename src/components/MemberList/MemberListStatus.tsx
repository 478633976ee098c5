'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { useMutedSign } from '../internal/useMutedSign.js';
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
    return useMutedSign('MemberList__status', useMemberItem('MemberListStatus').state, props, ref);
  },
);
