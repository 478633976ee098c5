'use client';
import { useStore } from 'zustand';
import type { HummerInternals } from '../../core/internals.js';
import type { SessionState } from '../../store/state.js';

/** A part of the session's state. The selector returns what is in the state, never something new. */
export function useSession<T>(internals: HummerInternals, selector: (state: SessionState) => T): T {
  return useStore(internals.store.session, selector);
}
