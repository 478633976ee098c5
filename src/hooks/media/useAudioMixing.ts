'use client';
import { useMemo, useSyncExternalStore } from 'react';
import { createAudioMixings, type AudioMixingActions } from '../../core/media/audioMixings.js';
import { NO_MIXING, type AudioMixingState } from '../../core/media/AudioMixing.js';
import type { StreamKey } from '../../store/state.js';
import { absentActions, bindActions } from '../internal/boundActions.js';
import { useFailure } from '../internal/useFailure.js';
import { useMedia } from '../internal/useMedia.js';

/**
 * What {@link useAudioMixing} returns. Times in ms, volumes 0 to 100.
 * @public
 */
export interface UseAudioMixingResult extends AudioMixingState, AudioMixingActions {
  /** Where the file is now. Not state: it changes all the time, so read it in a timer or a handler. */
  readonly getPosition: () => number;
}

const ACTIONS = ['start', 'stop', 'pause', 'resume', 'setVolume', 'setPosition'] as const;
const nothing = (): void => undefined;

/**
 * Mixes a sound file into a local stream, or sends it in place of the microphone. The others hear it; here it is silent. It
 * goes on when the component unmounts, and ends with the stream.
 *
 * `start` rejects with 90000005 for a file that cannot be played, with 90100001 for a stream without sound, with 90100021
 * before a gesture; the others with 90100001 while no file is there.
 *
 * @param key - The local stream; null means 'not yet'.
 * @example
 * ```tsx
 * const music = useAudioMixing(camera.streamKey);
 * return <button onClick={() => music.start({ filePath: '/intro.mp3', loop: true })}>Play the intro</button>;
 * ```
 * Source: REACT.md, Provider, scope, hooks; seed 002 has audio mixing.
 * @public
 */
export function useAudioMixing(key: StreamKey | null): UseAudioMixingResult {
  const { internals, media } = useMedia('useAudioMixing');
  const id = key?.isLocal ? key.streamId : null;
  const mixings = internals.bring('audioMixings', () => createAudioMixings(media));
  const { subscribe, read } = useMemo(
    () => ({
      subscribe: (listener: () => void) => (id === null ? nothing : mixings.subscribe(id, listener)),
      read: () => (id === null ? NO_MIXING : mixings.state(id)),
    }),
    [mixings, id],
  );
  const state = useSyncExternalStore(subscribe, read, () => NO_MIXING);
  const bound =
    id === null
      ? absentActions<AudioMixingActions>(internals, 'audioMixing', ACTIONS)
      : bindActions(internals, { name: 'audioMixing', target: id }, mixings.actions(id), ACTIONS);
  const failure = useFailure(bound);
  const { actions } = bound;
  return useMemo(
    () =>
      Object.freeze({
        ...state,
        error: state.error ?? failure?.error ?? null,
        ...actions,
        getPosition: () => (id === null ? 0 : mixings.position(id)),
      }),
    [state, failure, actions, mixings, id],
  );
}
