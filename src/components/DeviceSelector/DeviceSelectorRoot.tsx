'use client';
import { forwardRef, useId, type ReactNode } from 'react';
import { useDevices, type UseDevicesResult } from '../../hooks/media/useDevices.js';
import type { DeviceKind } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { DeviceSelectorProvider, type DeviceSelectorState } from './DeviceSelectorContext.js';

/** @public */
export type DeviceSelectorRootProps = PartProps<'div', DeviceSelectorState> & {
  kind: DeviceKind;
  /** The chosen device's id, if the app holds the choice; empty for the system's. */
  value?: string | undefined;
  onValueChange?: ((deviceId: string) => void) | undefined;
  children?: ReactNode;
};

/**
 * The frame around the choice of a device.
 *
 * @example
 * ```tsx
 * <DeviceSelectorRoot kind="speaker"><DeviceSelectorLabel /><DeviceSelectorSelect /></DeviceSelectorRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const DeviceSelectorRoot = forwardRef<HTMLDivElement, DeviceSelectorRootProps>(
  function DeviceSelectorRoot({ kind, value: given, onValueChange, ...props }, ref) {
    const found = useDevices(kind);
    const id = useId();
    const state: DeviceSelectorState = { status: statusOf(kind, found) };
    const context = {
      kind,
      devices: found.devices,
      value: given ?? (found.lost ? '' : (found.selectedId ?? '')),
      select(deviceId: string) {
        // A device that does not start shows in useDevices() and in the stream that wanted it.
        if (given === undefined) found.select(deviceId).catch(() => undefined);
        onValueChange?.(deviceId);
      },
      requestPermission() {
        found.requestPermission().catch(() => undefined);
      },
      state,
      selectId: `${id}select`,
      hintId: `${id}hint`,
    };
    const root = usePart({ tag: 'div', name: 'DeviceSelector', state }, props, ref);
    return <DeviceSelectorProvider value={context}>{root}</DeviceSelectorProvider>;
  },
);

function statusOf(
  kind: DeviceKind,
  { permission, devices, lost, outputSelectable }: UseDevicesResult,
): DeviceSelectorState['status'] {
  if (kind === 'speaker') return outputSelectable ? 'ready' : 'fixed';
  if (permission === 'denied') return 'denied';
  if (lost) return 'lost';
  if (devices.length === 0) return permission === 'granted' ? 'none' : 'prompt';
  // Browsers hide the names until they have asked.
  return devices.some(({ label }) => label !== '') ? 'ready' : 'prompt';
}
