'use client';
import { forwardRef } from 'react';
import { DeviceSelectorHint } from './DeviceSelectorHint.js';
import { DeviceSelectorLabel } from './DeviceSelectorLabel.js';
import { DeviceSelectorPermission } from './DeviceSelectorPermission.js';
import { DeviceSelectorRoot, type DeviceSelectorRootProps } from './DeviceSelectorRoot.js';
import { DeviceSelectorSelect } from './DeviceSelectorSelect.js';

/** Props of {@link DeviceSelector}. @public */
export type DeviceSelectorProps = Omit<DeviceSelectorRootProps, 'children'>;

/**
 * Chooses the camera, microphone or speaker of everything that names none. The choice is remembered.
 *
 * @example
 * ```tsx
 * <DeviceSelector kind="camera" /> <DeviceSelector kind="microphone" value={id} onValueChange={setId} />
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const DeviceSelector = forwardRef<HTMLDivElement, DeviceSelectorProps>(
  function DeviceSelector(props, ref) {
    return (
      <DeviceSelectorRoot {...props} ref={ref}>
        <DeviceSelectorLabel />
        <DeviceSelectorSelect />
        <DeviceSelectorHint />
        <DeviceSelectorPermission />
      </DeviceSelectorRoot>
    );
  },
);
