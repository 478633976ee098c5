import type { LocalCapture } from './LocalCapture.js';
import { unsupported } from './RtcError.js';
import { runningContext } from './runningContext.js';
import type { TrackMixer } from './trackProcessor.js';

/** A sound that is mixed in; its volume is 0 to 1. */
export interface MixedSound {
  setVolume(volume: number): void;
  remove(): void;
}

/**
 * Sounds mixed into the microphone of one capture, by Web Audio. While there is any, the capture's sound is the mix; with the
 * last of them it is the microphone again. Nothing of it is heard here.
 */
export class AudioMixer implements TrackMixer {
  readonly output: MediaStreamTrack;
  readonly #destination: MediaStreamAudioDestinationNode;
  readonly #voice: GainNode;
  readonly #sounds = new Set<MixedSound>();
  #source: MediaStreamAudioSourceNode | null = null;
  /** Who wants the microphone silent. */
  readonly #silencers = new Set<MixedSound>();

  private constructor(
    private readonly capture: LocalCapture,
    private readonly context: AudioContext,
  ) {
    this.#destination = context.createMediaStreamDestination();
    this.#voice = context.createGain();
    this.#voice.connect(this.#destination);
    const [track] = this.#destination.stream.getAudioTracks();
    if (!track) throw unsupported('Mixing sound');
    this.output = track;
  }

  /**
   * The mixer of a capture. Rejects with 90100021 if the browser wants a gesture first, and then changes nothing: a suspended mixer
   * would silence the microphone.
   */
  static async of(capture: LocalCapture): Promise<AudioMixer> {
    const known = mixers.get(capture);
    if (known) return known;
    const context = await runningContext('Mixing sound');
    const made = mixers.get(capture) ?? new AudioMixer(capture, context);
    if (made.context !== context) void context.close().catch(() => undefined);
    mixers.set(capture, made);
    return made;
  }

  input(track: MediaStreamTrack | null): void {
    this.#source?.disconnect();
    this.#source = track && this.context.createMediaStreamSource(new MediaStream([track]));
    this.#source?.connect(this.#voice);
  }

  /** Mixes in what an element plays; it is heard only in the mix. An element can be given once. */
  addElement(element: HTMLMediaElement, alone: boolean): MixedSound {
    return this.#add(this.context.createMediaElementSource(element), alone);
  }

  addTrack(track: MediaStreamTrack, alone: boolean): MixedSound {
    return this.#add(this.context.createMediaStreamSource(new MediaStream([track])), alone);
  }

  #add(node: AudioNode, alone: boolean): MixedSound {
    const gain = this.context.createGain();
    node.connect(gain);
    gain.connect(this.#destination);
    const sound: MixedSound = {
      setVolume: (volume) => {
        gain.gain.value = volume;
      },
      remove: () => {
        if (!this.#sounds.delete(sound)) return;
        node.disconnect();
        gain.disconnect();
        this.#silencers.delete(sound);
        this.#balance();
        if (this.#sounds.size === 0) this.#end();
      },
    };
    this.#sounds.add(sound);
    if (alone) this.#silencers.add(sound);
    this.#balance();
    this.capture.pipeline('audio').mix(this);
    return sound;
  }

  #balance(): void {
    this.#voice.gain.value = this.#silencers.size > 0 ? 0 : 1;
  }

  #end(): void {
    mixers.delete(this.capture);
    this.capture.pipeline('audio').unmix(this);
    this.output.stop();
    void this.context.close().catch(() => undefined);
  }
}

const mixers = new WeakMap<LocalCapture, AudioMixer>();
