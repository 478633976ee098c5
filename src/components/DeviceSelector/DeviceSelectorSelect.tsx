'use client';
import { forwardRef, type ChangeEvent } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useDeviceSelector, type DeviceSelectorState } from './DeviceSelectorContext.js';

/** @public */
export type DeviceSelectorSelectProps = PartProps<'select', DeviceSelectorState>;

const nothing = { camera: 'noCamera', microphone: 'noMicrophone', speaker: 'noSpeaker' } as const;

/**
 * A native select over the devices.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const DeviceSelectorSelect = forwardRef<HTMLSelectElement, DeviceSelectorSelectProps>(
  function DeviceSelectorSelect(props, ref) {
    const { kind, devices, value, select, state, selectId, hintId } =
      useDeviceSelector('DeviceSelectorSelect');
    const text = useText();
    const { status } = state;
    // Names are hidden until access is given: a list of "Camera 1, Camera 2" chooses nothing.
    const choosable = status === 'ready' || status === 'lost';
    const shown = choosable ? devices.filter(({ deviceId }) => deviceId !== '') : [];
    const value_ = shown.some(({ deviceId }) => deviceId === value) ? value : '';
    const own = {
      id: selectId,
      value: value_,
      disabled: !choosable || shown.length === 0,
      'aria-describedby': status === 'ready' ? undefined : hintId,
      onChange(event: ChangeEvent<HTMLSelectElement>) {
        select(event.target.value);
      },
      children: (
        <>
          {value_ === '' && (
            <option value="">{text(status === 'none' ? nothing[kind] : 'systemDefault')}</option>
          )}
          {shown.map(({ deviceId, label }, index) => (
            <option key={deviceId} value={deviceId}>
              {label || text('unnamedDevice', { kind: text(kind), number: String(index + 1) })}
            </option>
          ))}
        </>
      ),
    };
    return usePart({ tag: 'select', name: 'DeviceSelector__select', state, own }, props, ref);
  },
);
