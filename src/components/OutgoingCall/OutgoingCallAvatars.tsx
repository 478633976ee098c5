'use client';
import { forwardRef } from 'react';
import { avatar } from '../internal/avatar.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useOutgoingCallPart, type OutgoingCallState } from './OutgoingCallContext.js';

/** @public */
export type OutgoingCallAvatarsProps = PartProps<'div', OutgoingCallState>;

/** As many faces as fit side by side. */
const SHOWN = 3;

/**
 * The initials of the others, up to three of them; `children` replace them, with pictures for example.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const OutgoingCallAvatars = forwardRef<HTMLDivElement, OutgoingCallAvatarsProps>(
  function OutgoingCallAvatars(props, ref) {
    const { names, state } = useOutgoingCallPart('OutgoingCallAvatars');
    const own = {
      'aria-hidden': true,
      children: names.slice(0, SHOWN).map((name, index) => <span key={index} {...avatar(name)} />),
    };
    return usePart({ tag: 'div', name: 'OutgoingCall__avatars', state, own }, props, ref);
  },
);
