'use client';
import { forwardRef, useCallback, useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import type { DeviceKind } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { useBrowserLayoutEffect } from '../internal/useBrowserLayoutEffect.js';
import { usePart } from '../internal/usePart.js';
import { DeviceMenuProvider, type DeviceMenuContext, type DeviceMenuState } from './DeviceMenuContext.js';
import { entriesOf } from './entries.js';
import { kindsOf } from './kindsOf.js';

/** @public */
export type DeviceMenuRootProps = PartProps<'div', DeviceMenuState> & {
  /** What there is to choose. Default: microphone, speaker and camera. */
  kind?: DeviceKind | readonly DeviceKind[] | undefined;
  /** Where the menu opens, seen from its button. Default `'above'`. */
  side?: 'above' | 'below' | undefined;
  children?: ReactNode;
};

/**
 * The frame of a menu of devices.
 *
 * @example
 * ```tsx
 * <DeviceMenuRoot kind="camera">
 *   <DeviceMenuButton>Camera</DeviceMenuButton>
 *   <DeviceMenuList><DeviceMenuGroup kind="camera" /></DeviceMenuList>
 * </DeviceMenuRoot>
 * ```
 * Source: REACT.md, Words and readers.
 * @public
 */
export const DeviceMenuRoot = forwardRef<HTMLDivElement, DeviceMenuRootProps>(function DeviceMenuRoot(
  { kind, side = 'above', ...props },
  ref,
) {
  const [opened, setOpened] = useState<'chosen' | 'last' | null>(null);
  const open = opened !== null;
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const focusEntry = useCallback(() => {
    const menu = list.current;
    if (opened === null || !menu || menu.contains(document.activeElement)) return;
    const entries = entriesOf(menu);
    const chosen = entries.find((entry) => entry.getAttribute('aria-checked') === 'true') ?? entries[0];
    (opened === 'last' ? entries.at(-1) : chosen)?.focus();
  }, [opened]);
  useBrowserLayoutEffect(focusEntry, [focusEntry]);
  useEffect(() => {
    if (!open) return;
    const onPointerDown = ({ target }: PointerEvent): void => {
      if (target instanceof Node && !root.current?.contains(target)) setOpened(null);
    };
    addEventListener('pointerdown', onPointerDown);
    return () => {
      removeEventListener('pointerdown', onPointerDown);
    };
  }, [open]);

  const state = useMemo<DeviceMenuState>(() => ({ open, side }), [open, side]);
  const context: DeviceMenuContext = {
    kinds: kindsOf(kind),
    state,
    open: setOpened,
    close(focus) {
      if (focus === 'button') button.current?.focus();
      setOpened(null);
    },
    focusEntry,
    button,
    list,
    buttonId: `${id}button`,
    listId: `${id}list`,
  };
  const element = usePart({ tag: 'div', name: 'DeviceMenu', state, ownRef: root }, props, ref);
  return <DeviceMenuProvider value={context}>{element}</DeviceMenuProvider>;
});
