'use client';
import { useMemo } from 'react';
import type { SessionState } from '../../store/state.js';
import { shallow } from '../internal/shallow.js';
import { useClient } from '../internal/useClient.js';
import { useSelection } from '../internal/useSelection.js';

/**
 * A part of the session's state that no other hook has: connection, login, the rooms that this client is in. Renders when
 * what the selector returns is no longer equal.
 *
 * @param isEqual - Default: field by field.
 * @example
 * ```tsx
 * const rooms = useHummerStore((session) => session.roomKeys.length);
 * ```
 * Source: REACT.md, Stores.
 * @public
 */
export function useHummerStore<T>(
  selector: (session: SessionState) => T,
  isEqual: (a: T, b: T) => boolean = shallow,
): T {
  const { store } = useClient('useHummerStore');
  const source = useMemo(
    () => ({
      read: () => store.getState(),
      readInitial: () => store.getInitialState(),
      subscribe: (listener: () => void) => store.subscribe(listener),
    }),
    [store],
  );
  return useSelection(source, selector, isEqual);
}
