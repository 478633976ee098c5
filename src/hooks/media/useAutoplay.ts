'use client';
import { useMemo } from 'react';
import type { MediaPart } from '../../core/internals.js';
import { bindActions } from '../internal/boundActions.js';
import type { RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useMedia } from '../internal/useMedia.js';
import { useSession } from '../internal/useSession.js';

/**
 * Whether the browser waits for a gesture before it plays sound, and how to go on from one.
 *
 * @param _target - The room whose sound is meant; a page that may play one room's sound may play all.
 * @example
 * ```tsx
 * const { blocked, resume } = useAutoplay(room);
 * return blocked ? <button onClick={() => resume()}>Turn on sound</button> : null;
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 002 has resume.
 * @public
 */
export function useAutoplay(_target: RoomTarget<RoomShape> | null = null): {
  readonly blocked: boolean;
  readonly resume: () => Promise<void>;
} {
  const { internals, media } = useMedia('useAutoplay');
  const blocked = useSession(internals, (session) => session.autoplayBlocked);
  const { resume } = bindActions(internals, { name: 'autoplay', target: null }, playback(media), [
    'resume',
  ]).actions;
  return useMemo(() => Object.freeze({ blocked, resume }), [blocked, resume]);
}

interface PlaybackActions {
  readonly resume: () => Promise<void>;
}

const known = /* @__PURE__ */ new WeakMap<MediaPart, PlaybackActions>();

function playback(media: MediaPart): PlaybackActions {
  let actions = known.get(media);
  if (!actions) known.set(media, (actions = { resume: () => media.resumePlayback() }));
  return actions;
}
