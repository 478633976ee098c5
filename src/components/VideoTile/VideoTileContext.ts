'use client';
import type { StreamKey } from '../../store/state.js';
import { createPartContext } from '../internal/partContext.js';
import type { VideoStatus } from '../internal/useStreamView.js';

/** State of a VideoTile and of all its parts. @public */
export interface VideoTileState {
  status: VideoStatus;
  speaking: boolean;
  muted: boolean;
  local: boolean;
  source: StreamKey['source'];
}

/** What the parts of a VideoTile share. */
export interface VideoTileContext {
  stream: StreamKey | null;
  name: string;
  /** The name as it is shown: of a screen, or one's own. */
  label: string;
  state: VideoTileState;
}

export const [VideoTileProvider, useVideoTile] = createPartContext<VideoTileContext>('VideoTileRoot');
