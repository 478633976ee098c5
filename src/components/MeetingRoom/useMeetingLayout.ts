'use client';
import { useState } from 'react';
import type { RoomKey } from '../../hooks/internal/roomKey.js';
import { useSharedScreen } from '../internal/useSharedScreen.js';

/** Everybody alike, or one large: who speaks, or the screen that is shared. @public */
export type MeetingLayout = 'grid' | 'speaker';

/**
 * A screen that somebody begins to share is shown large, until it ends or the user goes back to the grid; then it is as it was
 * before, a grid unless the user chose otherwise.
 */
export function useMeetingLayout(room: RoomKey): {
  layout: MeetingLayout;
  setLayout: (layout: MeetingLayout) => void;
} {
  const screen = useSharedScreen(room)?.streamId ?? null;
  const [usual, setUsual] = useState<MeetingLayout>('grid');
  // The screen that the user wants among the others.
  const [aside, setAside] = useState<string | null>(null);
  if (screen === null) return { layout: usual, setLayout: setUsual };
  return {
    layout: aside === screen ? 'grid' : 'speaker',
    setLayout(layout) {
      setAside(layout === 'grid' ? screen : null);
    },
  };
}
