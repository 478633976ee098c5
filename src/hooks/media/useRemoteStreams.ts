'use client';
import { useMemo, useState } from 'react';
import type { StreamKey } from '../../store/state.js';
import { NO_STRINGS } from '../internal/frozen.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useMedia } from '../internal/useMedia.js';
import { useSession } from '../internal/useSession.js';
import { useTable } from '../internal/useTable.js';

/** @public */
export interface UseRemoteStreamsOptions {
  /** Only cameras and microphones, or only screens. Default: both. */
  source?: 'main' | 'screen' | undefined;
  /** Also a key for each member of the room who publishes nothing, so that a grid shows everybody. Default false. */
  placeholders?: boolean | undefined;
}

const NO_STREAMS: readonly StreamKey[] = Object.freeze([]);

/**
 * Everybody else's streams in a room. Changes only when one comes or goes; details are in `useRemoteStream`, so that a
 * change of one renders one tile.
 *
 * @example
 * ```tsx
 * const streams = useRemoteStreams(room);
 * return streams.map((stream) => <VideoTile key={stream.streamId} stream={stream} />);
 * ```
 * Source: REACT.md, rule 1 and Stores.
 * @public
 */
export function useRemoteStreams(
  target: RoomTarget<RoomShape> | null,
  { source, placeholders = false }: UseRemoteStreamsOptions = {},
): readonly StreamKey[] {
  const { internals } = useMedia('useRemoteStreams');
  const key = keyOf(target);
  const { store } = internals;
  const all = useTable(store.remoteStreamKeys, key, NO_STREAMS);
  const members = useTable(store.memberIds, placeholders ? key : null, NO_STRINGS);
  const localUid = useSession(internals, ({ login }) => login.uid);
  const [placeholder] = useState(() => placeholderKeys());
  return useMemo(() => {
    const streams = source ? all.filter((stream) => stream.source === source) : all;
    if (source === 'screen' || members.length === 0) return Object.freeze(streams);
    const present = new Set(all.map((stream) => (stream.source === 'main' ? stream.uid : null)));
    const silent = members.filter((uid) => uid !== localUid && !present.has(uid));
    return silent.length === 0
      ? Object.freeze(streams)
      : Object.freeze([...streams, ...silent.map(placeholder)]);
  }, [all, members, source, localUid, placeholder]);
}

/** A key for somebody without a stream; the same one each time. */
function placeholderKeys(): (uid: string) => StreamKey {
  const keys = new Map<string, StreamKey>();
  return (uid) => {
    let key = keys.get(uid);
    if (!key) {
      key = Object.freeze({ streamId: `placeholder:${uid}`, uid, source: 'main', isLocal: false });
      keys.set(uid, key);
    }
    return key;
  };
}
