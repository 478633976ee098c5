'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ScreenShareOptions } from '../../core/internals.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { screenShareActions, screenSharesOf } from '../internal/screenShares.js';
import type { ToggleResult } from '../internal/useMuteToggle.js';
import { useLatest } from '../internal/useLatest.js';
import { useMedia } from '../internal/useMedia.js';
import { useTableValue } from '../internal/useTable.js';

const unchanging = (): (() => void) => () => undefined;

/**
 * Sharing the screen in a room as a toggle button: pressed is shared. Disabled where the browser cannot share screens.
 *
 * @param target - The room; null means 'not yet'.
 * @param options - What `start` takes.
 * @example
 * ```tsx
 * const share = useScreenShareToggle(room);
 * return <button {...share.buttonProps}>Share screen</button>;
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useScreenShareToggle(
  target: RoomTarget<RoomShape> | null,
  options: ScreenShareOptions = {},
): ToggleResult {
  const { internals, media } = useMedia('useScreenShareToggle');
  const key = keyOf(target);
  const shares = screenSharesOf(internals, media);
  useEffect(() => (key === null ? undefined : shares.observe(key)), [shares, key]);
  const latest = useLatest(options);
  const status = useTableValue(internals.store.screenShares, key, (state) => state.status) ?? 'idle';
  const supported = useSyncExternalStore(unchanging, canShare, () => true);
  const { actions } = screenShareActions(internals, shares, key);
  const pressed = status === 'sharing';
  const pending = status === 'starting';
  return useMemo(() => {
    const onClick = (): void => {
      // A second click on what is starting gives it up: the picker may be behind another window.
      void (pressed || pending ? actions.stop() : actions.start(latest.current));
    };
    const buttonProps: ToggleResult['buttonProps'] = Object.freeze({
      type: 'button',
      'aria-pressed': pressed,
      ...(pending && ({ 'data-pending': 'true' } as const)),
      disabled: key === null || !supported,
      onClick,
    });
    return Object.freeze({ buttonProps, pressed, pending });
  }, [actions, latest, key, pressed, pending, supported]);
}

function canShare(): boolean {
  return 'getDisplayMedia' in ((navigator as { mediaDevices?: object }).mediaDevices ?? {});
}
