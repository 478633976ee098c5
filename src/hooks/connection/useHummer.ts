'use client';
import type { Hummer } from '../../core/hummer.js';
import { bringRoomService } from '../../core/RoomService.js';
import { useClient } from '../internal/useClient.js';

bringRoomService();

/**
 * The client, for calls that have no hook. It is not state: reading it in render shows no changes.
 *
 * Typed without `rtc`, `signaling` and `chat`, whose code is not part of an app that only uses rooms; import
 * `hummer-react/core` to have them.
 *
 * @example
 * ```tsx
 * const hummer = useHummer();
 * const info = await hummer.getInstanceInfo();
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useHummer(): Omit<Hummer, 'rtc' | 'signaling' | 'chat'> {
  return useClient('useHummer');
}
