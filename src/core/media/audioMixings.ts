import type { MediaPart } from '../internals.js';
import { AudioMixing, type AudioMixingState } from './AudioMixing.js';
import type { AudioMixOption } from './rtcTypes.js';

/** What is done to the sound file of one local stream. Times in ms. @public */
export interface AudioMixingActions {
  readonly start: (option: AudioMixOption) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** 0 to 100. */
  readonly setVolume: (level: number) => Promise<void>;
  readonly setPosition: (position: number) => Promise<void>;
}

/** Sound files mixed into the local streams of one client, by stream id. */
export interface AudioMixingsPart {
  actions(id: string): AudioMixingActions;
  state(id: string): AudioMixingState;
  position(id: string): number;
  subscribe(id: string, listener: () => void): () => void;
}

export function createAudioMixings(media: MediaPart): AudioMixingsPart {
  const known = new Map<string, AudioMixingActions>();
  const mixing = (id: string): AudioMixing => AudioMixing.of(media.capture(id));
  return {
    actions(id) {
      let actions = known.get(id);
      if (!actions) known.set(id, (actions = actionsOf(() => mixing(id))));
      return actions;
    },
    state: (id) => mixing(id).state,
    position: (id) => mixing(id).position,
    subscribe: (id, listener) => mixing(id).on('change', listener),
  };
}

function actionsOf(mixing: () => AudioMixing): AudioMixingActions {
  const call = async (work: (on: AudioMixing) => void): Promise<void> => {
    work(mixing());
    await Promise.resolve();
  };
  return {
    start: (option) => mixing().start(option),
    stop: () =>
      call((on) => {
        on.stop();
      }),
    pause: () =>
      call((on) => {
        on.pause();
      }),
    resume: () =>
      call((on) => {
        on.resume();
      }),
    setVolume: (level) =>
      call((on) => {
        on.setVolume(level);
      }),
    setPosition: (position) =>
      call((on) => {
        on.setPosition(position);
      }),
  };
}
