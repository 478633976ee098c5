'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useDeviceSelector, type DeviceSelectorState } from './DeviceSelectorContext.js';

/** @public */
export type DeviceSelectorLabelProps = PartProps<'label', DeviceSelectorState>;

/**
 * Names the kind of device.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const DeviceSelectorLabel = forwardRef<HTMLLabelElement, DeviceSelectorLabelProps>(
  function DeviceSelectorLabel(props, ref) {
    const { kind, state, selectId } = useDeviceSelector('DeviceSelectorLabel');
    const own = { htmlFor: selectId, children: useText()(kind) };
    return usePart({ tag: 'label', name: 'DeviceSelector__label', state, own }, props, ref);
  },
);
