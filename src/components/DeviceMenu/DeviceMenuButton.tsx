'use client';
import { forwardRef, type KeyboardEvent } from 'react';
import { Icon } from '../internal/Icon.js';
import { formatList } from '../internal/formatList.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useLocale, useText } from '../internal/useText.js';
import { useDeviceMenu, type DeviceMenuState } from './DeviceMenuContext.js';

/** @public */
export type DeviceMenuButtonProps = PartProps<'button', DeviceMenuState>;

/**
 * Opens the menu and closes it; also with the arrow keys.
 *
 * Source: REACT.md, Words and readers.
 * @public
 */
export const DeviceMenuButton = forwardRef<HTMLButtonElement, DeviceMenuButtonProps>(
  function DeviceMenuButton({ children, ...props }, ref) {
    const { kinds, state, open, close, button, buttonId, listId } = useDeviceMenu('DeviceMenuButton');
    const text = useText();
    const names = formatList(
      kinds.map((kind) => text(kind)),
      useLocale(),
    );
    const label = text('chooseDevices', { kinds: names });
    const own = {
      type: 'button',
      id: buttonId,
      className: 'hummer-Button',
      title: label,
      'aria-haspopup': 'menu',
      'aria-expanded': state.open,
      'aria-controls': state.open ? listId : undefined,
      onClick() {
        if (state.open) close('button');
        else open('chosen');
      },
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        open(event.key === 'ArrowUp' ? 'last' : 'chosen');
      },
      ...(children === undefined
        ? {
            'data-icon': true,
            children: (
              <>
                <Icon name="more" />
                <span>{label}</span>
              </>
            ),
          }
        : { children }),
    };
    return usePart({ tag: 'button', name: 'DeviceMenu__button', state, own, ownRef: button }, props, ref);
  },
);
