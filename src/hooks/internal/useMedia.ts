'use client';
import type { HummerInternals, MediaPart } from '../../core/internals.js';
import { bringMedia } from './bringMedia.js';
import { useInternals } from './useClient.js';

/** What each hook of media begins with. */
export function useMedia(hook: string): { readonly internals: HummerInternals; readonly media: MediaPart } {
  const internals = useInternals(hook);
  return { internals, media: bringMedia(internals) };
}
