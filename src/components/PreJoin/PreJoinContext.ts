'use client';
import type { UseLocalStreamResult } from '../../hooks/media/useLocalStream.js';
import { createPartContext } from '../internal/partContext.js';

/** State of a PreJoin and of all its parts. @public */
export interface PreJoinState {
  /** Of the capture: `'failed'` leaves it possible to join without. */
  status: UseLocalStreamResult['status'];
}

/** What was chosen before joining. @public */
export interface PreJoinChoice {
  displayName: string;
  /** The microphone is on. */
  audio: boolean;
  /** The camera is on. */
  video: boolean;
}

/** What the parts of a PreJoin share. */
export interface PreJoinContext {
  state: PreJoinState;
  local: UseLocalStreamResult;
  name: string;
  setName: (name: string) => void;
}

export const [PreJoinProvider, usePreJoin] = createPartContext<PreJoinContext>('PreJoinRoot');
