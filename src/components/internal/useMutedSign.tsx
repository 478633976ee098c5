'use client';
import type { ReactElement, Ref } from 'react';
import { Icon } from './Icon.js';
import type { PartProps } from './partProps.js';
import { usePart } from './usePart.js';
import { useText } from './useText.js';

/** A part that says, to the eye and to readers, that a microphone is off; absent while it is on. */
export function useMutedSign<State extends { muted: boolean }>(
  name: string,
  state: State,
  props: PartProps<'span', State>,
  ref: Ref<HTMLSpanElement>,
): ReactElement | null {
  const label = useText()('microphoneMuted');
  const own = {
    role: 'img',
    'aria-label': label,
    title: label,
    children: <Icon name="microphoneOff" />,
  };
  const sign = usePart({ tag: 'span', name, state, own }, props, ref);
  return state.muted ? sign : null;
}
