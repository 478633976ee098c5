'use client';
import { useEffect, useMemo } from 'react';
import type { DevicesPart } from '../../core/internals.js';
import type { HummerError } from '../../protocol/errors.js';
import type { MediaPermission } from '../../store/state.js';
import { bindActions } from '../internal/boundActions.js';
import { useFailure } from '../internal/useFailure.js';
import { useMedia } from '../internal/useMedia.js';
import { useTableValue } from '../internal/useTable.js';

/**
 * What {@link useMediaPermissions} returns.
 * @public
 */
export interface UseMediaPermissionsResult {
  readonly camera: MediaPermission;
  readonly microphone: MediaPermission;
  /** Asks with one prompt for both, or for the one that is named; opens the devices for a moment. Rejects if it is refused. */
  readonly request: (device?: 'camera' | 'microphone') => Promise<void>;
  /** Why the last request failed: 90100017 refused, 90100019 there is no device, 90100020 it is in use. */
  readonly error: HummerError | null;
}

/**
 * What the user allows. Looking never prompts; a permission that is given or taken back in the browser's own settings shows
 * at once where the browser tells.
 *
 * @example
 * ```tsx
 * const { camera, request } = useMediaPermissions();
 * return camera === 'prompt' ? <button onClick={() => request()}>Turn on camera and microphone</button> : null;
 * ```
 * Source: REACT.md, Provider, scope, hooks; issue 4.
 * @public
 */
export function useMediaPermissions(): UseMediaPermissionsResult {
  const { internals, media } = useMedia('useMediaPermissions');
  const part = media.devices;
  useEffect(() => part.observe(), [part]);
  const { devices } = internals.store;
  const camera = useTableValue(devices, 'camera', (state) => state.permission) ?? 'unknown';
  const microphone = useTableValue(devices, 'microphone', (state) => state.permission) ?? 'unknown';
  const bound = bindActions(internals, { name: 'permissions', target: null }, actionsOf(part), ['request']);
  const failure = useFailure(bound);
  const { request } = bound.actions;
  return useMemo(
    () => Object.freeze({ camera, microphone, request, error: failure?.error ?? null }),
    [camera, microphone, request, failure],
  );
}

type PermissionActions = Pick<UseMediaPermissionsResult, 'request'>;
const known = /* @__PURE__ */ new WeakMap<DevicesPart, PermissionActions>();

function actionsOf(part: DevicesPart): PermissionActions {
  let actions = known.get(part);
  if (!actions) {
    actions = {
      request: (device) => part.requestPermissions(device ? [device] : ['camera', 'microphone']),
    };
    known.set(part, actions);
  }
  return actions;
}
