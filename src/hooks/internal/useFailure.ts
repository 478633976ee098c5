'use client';
import { useStore } from 'zustand';
import type { ActionFailure, BoundActions } from './boundActions.js';

/** The failure of the last action on an entity. */
export function useFailure(bound: BoundActions<unknown>): ActionFailure | null {
  return useStore(bound.failure);
}
