'use client';
import { forwardRef, type KeyboardEvent, type ReactNode } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useDeviceMenu } from './DeviceMenuContext.js';

/** State of an entry. @public */
export interface DeviceMenuItemState {
  checked: boolean;
}

/** @public */
export type DeviceMenuItemProps = Omit<PartProps<'div', DeviceMenuItemState>, 'onSelect'> & {
  /** Given: one of several, of which one is chosen. */
  checked?: boolean | undefined;
  /** What choosing it does; without, it only says something. The menu closes. */
  onSelect?: (() => void) | undefined;
  children?: ReactNode;
};

/**
 * An entry of the menu.
 *
 * Source: REACT.md, Words and readers.
 * @public
 */
export const DeviceMenuItem = forwardRef<HTMLDivElement, DeviceMenuItemProps>(function DeviceMenuItem(
  { checked, onSelect, ...props },
  ref,
) {
  const { close } = useDeviceMenu('DeviceMenuItem');
  const choose = (): void => {
    if (!onSelect) return;
    onSelect();
    close('button');
  };
  const own = {
    role: checked === undefined ? 'menuitem' : 'menuitemradio',
    'aria-checked': checked,
    'aria-disabled': onSelect === undefined || undefined,
    tabIndex: -1,
    onClick: choose,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose();
    },
  };
  const state: DeviceMenuItemState = { checked: checked ?? false };
  return usePart({ tag: 'div', name: 'DeviceMenu__item', state, own }, props, ref);
});
