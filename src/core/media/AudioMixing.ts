import { Emitter } from '../../lib/emitter.js';
import { sameFields } from '../../lib/sameFields.js';
import { toHummerError, type HummerError } from '../../protocol/errors.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import { AudioMixer, type MixedSound } from './AudioMixer.js';
import type { LocalCapture } from './LocalCapture.js';
import { RtcError } from './RtcError.js';
import type { AudioMixOption } from './rtcTypes.js';
import { unusable } from './Stream.js';

/** A sound file that is mixed into a local stream. Times in ms. @public */
export interface AudioMixingState {
  readonly status: 'idle' | 'loading' | 'playing' | 'paused' | 'failed';
  /** 0 until it is known. */
  readonly duration: number;
  /** 0 to 100. */
  readonly volume: number;
  readonly error: HummerError | null;
}

interface Playing {
  readonly element: HTMLAudioElement;
  readonly sound: MixedSound;
  repeats: number;
}

interface MixingEvents {
  change: AudioMixingState;
  played: undefined;
  finished: undefined;
}

export const NO_MIXING: AudioMixingState = Object.freeze({
  status: 'idle',
  duration: 0,
  volume: 100,
  error: null,
});

/** The sound file of one capture (seed 002's audio mixing): at most one at a time, another takes its place. */
export class AudioMixing {
  readonly #events = new Emitter<MixingEvents>();
  #state = NO_MIXING;
  #playing: Playing | null = null;
  /** The newest call of `start`, or a `stop` since. */
  #turn = 0;

  private constructor(private readonly capture: LocalCapture) {
    capture.onChange((kind) => {
      if (kind === 'audio' && !capture.wished('audio')) this.stop();
    });
  }

  static of(capture: LocalCapture): AudioMixing {
    let one = mixings.get(capture);
    if (!one) mixings.set(capture, (one = new AudioMixing(capture)));
    return one;
  }

  get state(): AudioMixingState {
    return this.#state;
  }

  on<E extends keyof MixingEvents>(event: E, handler: (payload: MixingEvents[E]) => void): () => void {
    return this.#events.on(event, handler);
  }

  /** Resolves when the file plays. */
  async start(option: AudioMixOption): Promise<void> {
    const { filePath, startTime = 0, replace = false, loop = false, repeatCount = 0 } = checked(option);
    if (!this.capture.wished('audio')) {
      throw new RtcError(
        RtcErrorCode.INVALID_OPERATION,
        'This stream sends no sound that a file could be mixed into: capture a microphone first.',
      );
    }
    const turn = ++this.#turn;
    this.#drop();
    this.#set({ status: 'loading', duration: 0, error: null });
    try {
      const element = await load(filePath);
      if (turn !== this.#turn) return;
      if (startTime > element.duration * 1000)
        throw unusable('startTime', 'startTime is behind the end of the file.');
      const mixer = await AudioMixer.of(this.capture);
      if (turn !== this.#turn) return;
      element.loop = loop;
      element.currentTime = startTime / 1000;
      const sound = mixer.addElement(element, replace);
      sound.setVolume(this.#state.volume / 100);
      this.#playing = { element, sound, repeats: repeatCount };
      element.addEventListener('ended', () => {
        if (this.#playing?.element === element) this.#ended(this.#playing);
      });
      await element.play();
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.#drop();
      const error = toHummerError(
        (cause as { name?: unknown } | null)?.name === 'NotAllowedError' ? refused(cause) : cause,
      );
      this.#set({ status: 'failed', error });
      throw error;
    }
    if (turn !== this.#turn) return;
    this.#set({ status: 'playing', duration: duration(this.#playing) });
    this.#emit('played');
  }

  stop(): void {
    this.#turn++;
    this.#drop();
    this.#set({ status: 'idle', duration: 0, error: null });
  }

  pause(): void {
    this.#require().element.pause();
    this.#set({ status: 'paused' });
  }

  resume(): void {
    const playing = this.#require();
    if (this.#state.status !== 'paused') return;
    this.#set({ status: 'playing' });
    playing.element.play().catch((cause: unknown) => {
      if (this.#playing === playing) this.#set({ status: 'paused', error: refused(cause) });
    });
  }

  /** 0 to 100, for this file and those to come. */
  setVolume(level: number): void {
    if (!(typeof level === 'number' && level >= 0 && level <= 100))
      throw unusable('level', `A volume is a number from 0 to 100, not ${String(level)}.`);
    this.#playing?.sound.setVolume(level / 100);
    this.#set({ volume: level });
  }

  setPosition(position: number): void {
    const playing = this.#require();
    const end = duration(playing);
    if (!(typeof position === 'number' && position >= 0 && position <= end))
      throw unusable('position', `A position is a number of ms from 0 to the duration, ${String(end)}.`);
    playing.element.currentTime = position / 1000;
  }

  get position(): number {
    return this.#playing ? Math.round(this.#playing.element.currentTime * 1000) : 0;
  }

  #ended(playing: Playing): void {
    if (playing.repeats > 0) {
      playing.repeats--;
      playing.element.currentTime = 0;
      void playing.element.play().catch(() => undefined);
      return;
    }
    this.stop();
    this.#emit('finished');
  }

  #require(): Playing {
    if (this.#playing) return this.#playing;
    throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'No file is mixed in: call startAudioMixing() first.');
  }

  #drop(): void {
    const playing = this.#playing;
    if (!playing) return;
    this.#playing = null;
    playing.element.pause();
    playing.sound.remove();
    playing.element.removeAttribute('src');
    playing.element.load();
  }

  #set(change: Partial<AudioMixingState>): void {
    const before = this.#state;
    const next = { ...before, ...change };
    if (sameFields(next, before)) return;
    this.#state = Object.freeze(next);
    this.#events.emit('change', this.#state, report);
  }

  #emit(event: 'played' | 'finished'): void {
    this.#events.emit(event, undefined, report);
  }
}

const mixings = new WeakMap<LocalCapture, AudioMixing>();

/**
 * Mixes a shared screen's sound into another stream of one's own, which sends both from then on, until the screen's sound
 * ends (seed 002, `bindScreenAudio2RelatedStream`).
 */
export async function bindScreenSound(screen: LocalCapture, to: LocalCapture, alone: boolean): Promise<void> {
  const track = screen.deviceTrack('audio');
  if (!track || track.readyState === 'ended') return;
  const mixer = await AudioMixer.of(to);
  const sound = mixer.addTrack(track, alone);
  screen.lend('audio', true);
  const stop = [screen, to].map((capture) =>
    capture.onChange((kind) => {
      if (kind !== 'audio' || (screen.deviceTrack('audio') === track && to.wished('audio'))) return;
      for (const unlisten of stop) unlisten();
      sound.remove();
      screen.lend('audio', false);
    }),
  );
}

function checked(option: AudioMixOption): AudioMixOption {
  const {
    filePath,
    startTime = 0,
    loop = false,
    repeatCount = 0,
  } = (option as AudioMixOption | null) ?? {
    filePath: '',
  };
  if (typeof filePath !== 'string' || filePath === '')
    throw unusable('filePath', 'filePath is the address of a sound file.');
  if (!(typeof startTime === 'number' && startTime >= 0 && Number.isFinite(startTime)))
    throw unusable('startTime', 'startTime is a number of ms, not negative.');
  if (!Number.isInteger(repeatCount) || repeatCount < 0)
    throw unusable('repeatCount', 'repeatCount is a whole number, 0 or more.');
  if (loop && repeatCount > 0)
    throw unusable('repeatCount', 'repeatCount is 0 with loop: what never ends is not repeated.');
  return option;
}

/** Resolves when the file's duration is known. */
function load(filePath: string): Promise<HTMLAudioElement> {
  const element = new Audio();
  // Without it a file of another site would be played, but come out of Web Audio as silence.
  element.crossOrigin = 'anonymous';
  element.preload = 'auto';
  return new Promise((resolve, reject) => {
    element.addEventListener(
      'loadedmetadata',
      () => {
        resolve(element);
      },
      { once: true },
    );
    element.addEventListener(
      'error',
      () => {
        reject(
          new RtcError(
            RtcErrorCode.INVALID_PARAMETER,
            `The sound file cannot be played: there is none at ${filePath}, it is of no known format, or its site does not allow this one to use it (CORS).`,
            { context: { type: 'input', field: 'filePath' }, cause: element.error },
          ),
        );
      },
      { once: true },
    );
    element.src = filePath;
  });
}

function duration(playing: Playing | null): number {
  const seconds = playing?.element.duration ?? 0;
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) : 0;
}

function refused(cause: unknown): RtcError {
  return new RtcError(
    RtcErrorCode.PLAY_NOT_ALLOWED,
    'The browser plays nothing before a gesture: start the sound when the user clicks.',
    { cause },
  );
}

function report(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
