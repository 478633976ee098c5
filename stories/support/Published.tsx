import type { ReactElement, ReactNode } from 'react';
import { useLocalStream, usePublish, useRoomScope } from '../../src/index.js';

/** Captures camera and microphone and publishes them in the room around, as a meeting does. */
export function Published({ children }: { children: ReactNode }): ReactElement {
  const { streamKey } = useLocalStream({ audio: true, video: true });
  usePublish(useRoomScope(), streamKey);
  return <>{children}</>;
}
