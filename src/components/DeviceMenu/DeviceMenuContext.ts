'use client';
import type { RefObject } from 'react';
import type { DeviceKind } from '../../store/state.js';
import { createPartContext } from '../internal/partContext.js';

/** State of a DeviceMenu and of its parts. @public */
export interface DeviceMenuState {
  open: boolean;
  /** Where the menu opens, seen from its button. */
  side: 'above' | 'below';
}

/** What the parts of a DeviceMenu share. */
export interface DeviceMenuContext {
  kinds: readonly DeviceKind[];
  state: DeviceMenuState;
  /** Opens with the focus on the chosen, the first or the last entry. */
  open: (at: 'chosen' | 'last') => void;
  /** Closes; the focus goes back to the button, unless it is elsewhere already. */
  close: (focus: 'button' | 'elsewhere') => void;
  /** Puts the focus into the open menu, if it is not there. */
  focusEntry: () => void;
  button: RefObject<HTMLButtonElement | null>;
  list: RefObject<HTMLDivElement | null>;
  buttonId: string;
  listId: string;
}

export const [DeviceMenuProvider, useDeviceMenu] = createPartContext<DeviceMenuContext>('DeviceMenuRoot');
