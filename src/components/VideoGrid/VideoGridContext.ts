'use client';
import type { StreamKey } from '../../store/state.js';
import { createPartContext } from '../internal/partContext.js';

/** State of a VideoGrid and of all its parts. @public */
export interface VideoGridState {
  /** The page that is shown, from 1. */
  page: number;
  pages: number;
}

/** What the parts of a VideoGrid share. */
export interface VideoGridContext {
  /** Of the page that is shown. */
  streams: readonly StreamKey[];
  /** Where the first of them is among all, from 0. */
  offset: number;
  /** All, of every page. */
  count: number;
  /** How many a full page has. */
  perPage: number;
  state: VideoGridState;
  setPage: (page: number) => void;
  setCapacity: (capacity: number) => void;
}

export const [VideoGridProvider, useVideoGrid] = createPartContext<VideoGridContext>('VideoGridRoot');
