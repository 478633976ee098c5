'use client';
import { useMemo, useSyncExternalStore } from 'react';
import { LOCAL_STREAMS, memberKey, type ClientStore } from '../../store/clientStore.js';
import type { StreamKey } from '../../store/state.js';
import { keyOf, type RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { shallow } from '../internal/shallow.js';
import { useMedia } from '../internal/useMedia.js';

const NO_STREAMS: readonly StreamKey[] = Object.freeze([]);

/**
 * Local streams: all of them, or with a room those that are published there or on the way to it. This is how a control
 * bar or a preview finds the media that another component captures.
 *
 * @example
 * ```tsx
 * const [camera] = useLocalStreams();
 * const mic = useAudioToggle(camera ?? null);
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useLocalStreams(target: RoomTarget<RoomShape> | null = null): readonly StreamKey[] {
  const { internals } = useMedia('useLocalStreams');
  const key = keyOf(target);
  const { subscribe, read } = useMemo(() => localStreamList(internals.store, key), [internals, key]);
  return useSyncExternalStore(subscribe, read, () => NO_STREAMS);
}

interface Source {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => readonly StreamKey[];
}

/** The list as one source: of the list of streams and, with a room, of each one's publication there. */
function localStreamList(store: ClientStore, key: string | null): Source {
  let last = NO_STREAMS;
  const all = (): readonly StreamKey[] => store.localStreamKeys.get(LOCAL_STREAMS) ?? NO_STREAMS;
  const published = ({ streamId }: StreamKey): boolean => {
    const status = key === null ? 'idle' : store.publications.get(memberKey(key, streamId))?.status;
    return status !== undefined && status !== 'idle';
  };
  return {
    read() {
      const now = key === null ? all() : all().filter(published);
      if (!shallow(now, last)) last = now.length === 0 ? NO_STREAMS : Object.freeze(now);
      return last;
    },
    subscribe(listener) {
      let publications: (() => void)[] = [];
      const follow = (): void => {
        for (const unsubscribe of publications) unsubscribe();
        publications =
          key === null
            ? []
            : all().map(({ streamId }) => store.publications.subscribe(memberKey(key, streamId), listener));
      };
      follow();
      const unsubscribe = store.localStreamKeys.subscribe(LOCAL_STREAMS, () => {
        follow();
        listener();
      });
      return () => {
        unsubscribe();
        for (const publication of publications) publication();
      };
    },
  };
}
