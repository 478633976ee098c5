'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { DevicesPart } from '../../core/internals.js';
import type { DeviceKind, DevicesState } from '../../store/state.js';
import { bindActions } from '../internal/boundActions.js';
import { useFailure } from '../internal/useFailure.js';
import { useMedia } from '../internal/useMedia.js';
import { useTable } from '../internal/useTable.js';
import type { HummerError } from '../../protocol/errors.js';

/**
 * What {@link useDevices} returns.
 * @public
 */
export interface UseDevicesResult extends DevicesState {
  /** Chooses for all captures that name no device, and for all sound; remembered. */
  readonly select: (deviceId: string) => Promise<void>;
  /** Asks the user, if that has not been decided; rejects if it is refused. */
  readonly requestPermission: () => Promise<void>;
  /** False where the browser lets the system choose the output; only matters for `'speaker'`. */
  readonly outputSelectable: boolean;
  /** Why the list, or the last of these actions, failed. */
  readonly error: HummerError | null;
}

const UNKNOWN: DevicesState = Object.freeze({
  devices: Object.freeze([]),
  selectedId: null,
  permission: 'unknown',
  lost: false,
  error: null,
});

const unchanging = (): (() => void) => () => undefined;

/**
 * Devices of a kind and the choice among them. Listing never prompts: until permission is given browsers hide the names,
 * and `requestPermission()` asks for it. An unplugged choice is `lost` while another device stands in.
 *
 * @example
 * ```tsx
 * const { devices, selectedId, select } = useDevices('camera');
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 002 has device lists.
 * @public
 */
export function useDevices(kind: DeviceKind): UseDevicesResult {
  const { internals, media } = useMedia('useDevices');
  const part = media.devices;
  useEffect(() => part.observe(), [part]);
  const state = useTable(internals.store.devices, kind, UNKNOWN);
  const outputSelectable = useSyncExternalStore(
    unchanging,
    () => part.outputSelectable,
    () => false,
  );
  const bound = bindActions(internals, { name: 'devices', target: kind }, actionsOf(part, kind), [
    'select',
    'requestPermission',
  ]);
  const failure = useFailure(bound);
  const { actions } = bound;
  return useMemo(
    () =>
      Object.freeze({ ...state, outputSelectable, error: state.error ?? failure?.error ?? null, ...actions }),
    [state, outputSelectable, failure, actions],
  );
}

type DeviceActions = Pick<UseDevicesResult, 'select' | 'requestPermission'>;
const known = /* @__PURE__ */ new WeakMap<DevicesPart, Map<DeviceKind, DeviceActions>>();

function actionsOf(part: DevicesPart, kind: DeviceKind): DeviceActions {
  let kinds = known.get(part);
  if (!kinds) known.set(part, (kinds = new Map<DeviceKind, DeviceActions>()));
  let actions = kinds.get(kind);
  if (!actions) {
    actions = {
      select: (deviceId) => part.select(kind, deviceId),
      requestPermission: () => part.requestPermission(kind),
    };
    kinds.set(kind, actions);
  }
  return actions;
}
