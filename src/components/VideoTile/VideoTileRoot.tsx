'use client';
import { forwardRef, useMemo, useRef, type ReactNode } from 'react';
import { useRoomScope } from '../../hooks/rooms/useRoomScope.js';
import { useAudioLevel } from '../../hooks/media/useAudioLevel.js';
import type { StreamKey } from '../../store/state.js';
import type { PartProps } from '../internal/partProps.js';
import { useDisplayName } from '../internal/useDisplayName.js';
import { usePart } from '../internal/usePart.js';
import { useStreamView } from '../internal/useStreamView.js';
import { useText, type Text } from '../internal/useText.js';
import { VideoTileProvider, type VideoTileContext, type VideoTileState } from './VideoTileContext.js';

/** @public */
export type VideoTileRootProps = PartProps<'div', VideoTileState> & {
  /** Whose picture; null shows an empty tile, for a stream that is not there yet. */
  stream: StreamKey | null;
  /** Default: what the sender is called. */
  name?: string | undefined;
  children?: ReactNode;
};

/**
 * The frame of a tile. `data-speaking` and `--hummer-audio-level`, 0 to 1, follow the voice without a render.
 *
 * @example
 * ```tsx
 * <VideoTileRoot stream={stream}><VideoTileVideo /><VideoTileName /></VideoTileRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const VideoTileRoot = forwardRef<HTMLDivElement, VideoTileRootProps>(function VideoTileRoot(
  { stream, name: givenName, ...props },
  ref,
) {
  const text = useText();
  const { displayName, status, speaking, muted } = useStreamView(stream);
  const local = stream?.isLocal ?? false;
  const known = useDisplayName(useRoomScope(), stream?.uid ?? '', { local, inMedia: displayName });
  const name = givenName ?? known;
  const source = stream?.source ?? 'main';
  const context = useMemo<VideoTileContext>(
    () => ({
      stream,
      name,
      label: labelOf(name, local, source, text),
      state: { status, speaking, muted, local, source },
    }),
    [stream, name, text, status, speaking, muted, local, source],
  );
  const root = useRef<HTMLDivElement>(null);
  useAudioLevel(stream, root);
  const own = { role: 'group', 'aria-label': context.label || undefined };
  const tile = usePart(
    { tag: 'div', name: 'VideoTile', state: context.state, own, ownRef: root },
    props,
    ref,
  );
  return <VideoTileProvider value={context}>{tile}</VideoTileProvider>;
});

function labelOf(name: string, local: boolean, source: StreamKey['source'], text: Text): string {
  if (source === 'screen') return text('screenOf', { name });
  if (!local) return name;
  return name === '' ? text('you') : text('nameOfYou', { name });
}
