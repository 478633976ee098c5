'use client';
import type { UseDevicesResult } from '../../hooks/media/useDevices.js';
import type { DeviceKind } from '../../store/state.js';
import { createPartContext } from '../internal/partContext.js';

/** State of a DeviceSelector and of its parts. @public */
export interface DeviceSelectorState {
  /**
   * `'denied'`: the browser refuses access; `'prompt'`: it would ask; `'none'`: no such device; `'lost'`: the chosen one
   * is unplugged; `'fixed'`: the browser lets the system choose.
   */
  status: 'ready' | 'denied' | 'prompt' | 'none' | 'lost' | 'fixed';
}

/** What the parts of a DeviceSelector share. */
export interface DeviceSelectorContext {
  kind: DeviceKind;
  devices: UseDevicesResult['devices'];
  /** The chosen device; empty for the system's choice. */
  value: string;
  select: (deviceId: string) => void;
  requestPermission: () => void;
  state: DeviceSelectorState;
  selectId: string;
  hintId: string;
}

export const [DeviceSelectorProvider, useDeviceSelector] =
  createPartContext<DeviceSelectorContext>('DeviceSelectorRoot');
