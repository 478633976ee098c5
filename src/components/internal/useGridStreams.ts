'use client';
import { useMemo, useState } from 'react';
import { useLocalUid } from '../../hooks/connection/useLocalUid.js';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import { useLocalStreams } from '../../hooks/media/useLocalStreams.js';
import { useRemoteStreams } from '../../hooks/media/useRemoteStreams.js';
import { useRoomMembers } from '../../hooks/rooms/useRoomMembers.js';
import type { StreamKey } from '../../store/state.js';

/**
 * Everybody's streams, and a place for whoever has none: oneself first, then the others in the order in which they came, so
 * that nobody's tile moves when somebody begins to publish.
 */
export function useGridStreams(room: RoomTarget | null): readonly StreamKey[] {
  const locals = useLocalStreams();
  const remotes = useRemoteStreams(room, { placeholders: true });
  const members = useRoomMembers(room);
  const uid = useLocalUid() ?? '';
  const [placeholder] = useState(() => placeholderFor());
  return useMemo(() => {
    const places = new Map(members.map((member, place) => [member, place]));
    const placeOf = (stream: StreamKey): number => places.get(stream.uid) ?? places.size;
    const own = locals.find(({ source }) => source === 'main') ?? placeholder(uid);
    const screens = locals.filter(({ source }) => source === 'screen');
    return [own, ...screens, ...[...remotes].sort((a, b) => placeOf(a) - placeOf(b))];
  }, [locals, remotes, members, uid, placeholder]);
}

/** Stands for the local user while nothing is captured; the same one each time. */
function placeholderFor(): (uid: string) => StreamKey {
  let known: StreamKey | null = null;
  return (uid) => {
    if (known?.uid !== uid)
      known = Object.freeze({ streamId: `placeholder:${uid}`, uid, source: 'main', isLocal: true });
    return known;
  };
}
