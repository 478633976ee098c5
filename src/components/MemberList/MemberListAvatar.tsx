'use client';
import { forwardRef } from 'react';
import { avatar } from '../internal/avatar.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useMemberItem, type MemberListItemState } from './MemberListContext.js';

/** @public */
export type MemberListAvatarProps = PartProps<'span', MemberListItemState>;

/**
 * The member's initials, on a colour of their own.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MemberListAvatar = forwardRef<HTMLSpanElement, MemberListAvatarProps>(
  function MemberListAvatar(props, ref) {
    const { name, state } = useMemberItem('MemberListAvatar');
    return usePart({ tag: 'span', name: 'MemberList__avatar', state, own: avatar(name) }, props, ref);
  },
);
