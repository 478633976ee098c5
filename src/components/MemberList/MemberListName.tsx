'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMemberItem, type MemberListItemState } from './MemberListContext.js';

/** @public */
export type MemberListNameProps = PartProps<'span', MemberListItemState>;

/**
 * The member's name, which says so where it is one's own.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MemberListName = forwardRef<HTMLSpanElement, MemberListNameProps>(
  function MemberListName(props, ref) {
    const { name, state } = useMemberItem('MemberListName');
    const text = useText();
    const own = { children: <bdi>{state.local ? text('nameOfYou', { name }) : name}</bdi> };
    return usePart({ tag: 'span', name: 'MemberList__name', state, own }, props, ref);
  },
);
