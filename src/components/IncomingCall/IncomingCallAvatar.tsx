'use client';
import { forwardRef } from 'react';
import { avatar } from '../internal/avatar.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useIncomingCallPart, type IncomingCallState } from './IncomingCallContext.js';

/** @public */
export type IncomingCallAvatarProps = PartProps<'span', IncomingCallState>;

/**
 * The initials of who calls, in rings that spread while it rings; `children` replace them, with a picture for example.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const IncomingCallAvatar = forwardRef<HTMLSpanElement, IncomingCallAvatarProps>(
  function IncomingCallAvatar(props, ref) {
    const { name, state } = useIncomingCallPart('IncomingCallAvatar');
    return usePart({ tag: 'span', name: 'IncomingCall__avatar', state, own: avatar(name) }, props, ref);
  },
);
