'use client';
import { forwardRef, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { useKeptInside } from '../internal/useKeptInside.js';
import { usePart } from '../internal/usePart.js';
import { useDeviceMenu, type DeviceMenuState } from './DeviceMenuContext.js';
import { entriesOf, entryAfter } from './entries.js';

/** @public */
export type DeviceMenuListProps = PartProps<'div', DeviceMenuState> & { children?: ReactNode };

/**
 * The menu; absent while it is closed. Arrow keys, Home, End and letters move in it, Escape closes it, Tab goes on.
 *
 * Source: REACT.md, Words and readers.
 * @public
 */
export const DeviceMenuList = forwardRef<HTMLDivElement, DeviceMenuListProps>(
  function DeviceMenuList(props, ref) {
    const { state, close, list, buttonId, listId } = useDeviceMenu('DeviceMenuList');
    useKeptInside(list, state.open);
    const own = {
      role: 'menu',
      id: listId,
      'aria-labelledby': buttonId,
      onKeyDown(event: KeyboardEvent<HTMLElement>) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === 'Escape') {
          // Of what is open only the innermost closes.
          event.stopPropagation();
          close('button');
          return;
        }
        const next = entryAfter(entriesOf(event.currentTarget), document.activeElement, event.key);
        if (!next || event.key === ' ') return;
        event.preventDefault();
        next.focus();
      },
      onBlur({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) close('elsewhere');
      },
    };
    const menu = usePart({ tag: 'div', name: 'DeviceMenu__list', state, own, ownRef: list }, props, ref);
    return state.open ? menu : null;
  },
);
