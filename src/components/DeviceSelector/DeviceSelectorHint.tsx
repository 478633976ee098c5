'use client';
import { forwardRef } from 'react';
import type { DeviceKind } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText, type Text } from '../internal/useText.js';
import { useDeviceSelector, type DeviceSelectorState } from './DeviceSelectorContext.js';

/** @public */
export type DeviceSelectorHintProps = PartProps<'p', DeviceSelectorState>;

/**
 * What stands in the way of a choice, and what to do about it; absent when nothing does.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const DeviceSelectorHint = forwardRef<HTMLParagraphElement, DeviceSelectorHintProps>(
  function DeviceSelectorHint(props, ref) {
    const { kind, state, hintId } = useDeviceSelector('DeviceSelectorHint');
    const hint = hintOf(state.status, kind, useText());
    const element = usePart(
      { tag: 'p', name: 'DeviceSelector__hint', state, own: { id: hintId, children: hint } },
      props,
      ref,
    );
    return hint === null ? null : element;
  },
);

function hintOf(status: DeviceSelectorState['status'], kind: DeviceKind, text: Text): string | null {
  if (status === 'denied') return text(kind === 'camera' ? 'cameraBlocked' : 'microphoneBlocked');
  if (status === 'lost') return text('deviceLost');
  if (status === 'fixed') return text('speakerFixed');
  return null;
}
