import type { Clock } from '../../lib/clock.js';
import type { ClientStore } from '../../store/clientStore.js';
import type { StreamKey } from '../../store/state.js';
import type { TrackRegistry } from './TrackRegistry.js';

/** 20 readings a second: what an eye sees as smooth, and no more work than that. */
const INTERVAL = 50;
/** Quieter than this reads as 0, in dB below full scale: above the noise of a quiet room after noise suppression. */
const FLOOR = -50;
/** Seed 002: above 0.1 somebody generally speaks. Begins a little above it, ends below it after a pause between words. */
const SPEAKS = 0.15;
const SILENT = 0.1;
const PAUSE = 700;

interface Meter {
  readonly streamId: string;
  readonly isLocal: boolean;
  readonly handlers: Set<(level: number) => void>;
  trackId: string | null;
  analyser: AnalyserNode | null;
  source: MediaStreamAudioSourceNode | null;
  /** How many want the speaking mark. */
  marks: number;
  /** When it was last loud. */
  loudAt: number;
  unsubscribe: () => void;
}

/**
 * How loud streams are. One AudioContext for all, one analyser per stream that somebody observes, one timer while there is
 * any; levels go straight to their handlers and never to the store, which only learns who begins or stops to speak.
 */
export class AudioLevels {
  readonly #meters = new Map<string, Meter>();
  readonly #samples = new Float32Array(1024);
  #context: AudioContext | null = null;
  #woken = false;
  #cancel: (() => void) | null = null;

  constructor(
    private readonly store: ClientStore,
    private readonly clock: Clock,
    private readonly tracks: TrackRegistry,
    private readonly onError: (error: unknown) => void,
  ) {}

  observe(key: StreamKey, handler: (level: number) => void): () => void {
    const meter = this.#meter(key);
    const entry = (level: number): void => {
      handler(level);
    };
    meter.handlers.add(entry);
    return () => {
      meter.handlers.delete(entry);
      this.#drop(meter);
    };
  }

  /** Keeps the speaking mark of the stream in the store while it is observed. Counted. */
  observeSpeaking(key: StreamKey): () => void {
    const meter = this.#meter(key);
    meter.marks++;
    let observing = true;
    return () => {
      if (!observing) return;
      observing = false;
      if (--meter.marks === 0) this.store.speaking.delete(meter.streamId);
      this.#drop(meter);
    };
  }

  /**
   * Browsers start audio contexts suspended until a gesture. There is nothing to wait for: where a machine has no sound
   * output, Firefox never answers.
   */
  resume(): void {
    if (this.#context?.state === 'suspended') this.#context.resume().catch(() => undefined);
  }

  #meter({ streamId, isLocal }: StreamKey): Meter {
    const known = this.#meters.get(streamId);
    if (known) return known;
    const table = isLocal ? this.store.localStreams : this.store.remoteStreams;
    const meter: Meter = {
      streamId,
      isLocal,
      handlers: new Set(),
      trackId: null,
      analyser: null,
      source: null,
      marks: 0,
      loudAt: 0,
      unsubscribe: table.subscribe(streamId, () => {
        this.#connect(meter);
      }),
    };
    this.#meters.set(streamId, meter);
    this.#connect(meter);
    this.#cancel ??= this.clock.setTimeout(() => {
      this.#tick();
    }, INTERVAL);
    return meter;
  }

  #drop(meter: Meter): void {
    if (meter.handlers.size > 0 || meter.marks > 0 || this.#meters.get(meter.streamId) !== meter) return;
    this.#meters.delete(meter.streamId);
    meter.unsubscribe();
    meter.source?.disconnect();
    if (this.#meters.size > 0) return;
    this.#cancel?.();
    this.#cancel = null;
    void this.#context?.close().catch(() => undefined);
    this.#context = null;
    this.#woken = false;
  }

  #state({ isLocal, streamId }: Meter): { audioTrackId: string | null; audioMuted: boolean } | undefined {
    return isLocal ? this.store.localStreams.get(streamId) : this.store.remoteStreams.get(streamId);
  }

  /** Listens to the stream's track of now. */
  #connect(meter: Meter): void {
    const trackId = this.#state(meter)?.audioTrackId ?? null;
    if (trackId === meter.trackId) return;
    meter.trackId = trackId;
    if (trackId === null && meter.marks > 0) this.store.speaking.set(meter.streamId, false);
    meter.source?.disconnect();
    meter.source = null;
    meter.analyser = null;
    const track = trackId === null ? null : this.tracks.get(trackId);
    if (!track || !('AudioContext' in globalThis)) return;
    const context = (this.#context ??= new AudioContext());
    this.resume();
    meter.source = context.createMediaStreamSource(new MediaStream([track]));
    meter.analyser = context.createAnalyser();
    meter.analyser.fftSize = this.#samples.length;
    meter.source.connect(meter.analyser);
  }

  #tick(): void {
    this.#cancel = this.clock.setTimeout(() => {
      this.#tick();
    }, INTERVAL);
    this.#wake();
    this.store.batch(() => {
      for (const meter of [...this.#meters.values()]) {
        const level = this.#read(meter);
        // A voice that does not come by itself is marked by who knows it: by the room, in the top-three mode.
        if (meter.marks > 0 && meter.trackId !== null) this.#mark(meter, level);
        for (const handler of meter.handlers) {
          try {
            handler(level);
          } catch (error) {
            this.onError(error);
          }
        }
      }
    });
  }

  /** Asks once after the gesture, and once more whenever the browser suspends what ran. */
  #wake(): void {
    const state = this.#context?.state;
    if (state === 'running') this.#woken = false;
    if (state !== 'suspended' || this.#woken || !mayPlay()) return;
    this.#woken = true;
    this.resume();
  }

  #read(meter: Meter): number {
    if (!meter.analyser || this.#state(meter)?.audioMuted) return 0;
    meter.analyser.getFloatTimeDomainData(this.#samples);
    return levelOf(this.#samples);
  }

  #mark(meter: Meter, level: number): void {
    const now = this.clock.now();
    const speaks = this.store.speaking.get(meter.streamId) ?? false;
    if (level > (speaks ? SILENT : SPEAKS)) {
      meter.loudAt = now;
      if (!speaks) this.store.speaking.set(meter.streamId, true);
    } else if (speaks && now - meter.loudAt >= PAUSE) {
      this.store.speaking.set(meter.streamId, false);
    }
  }
}

/** Whether there was a gesture; older browsers do not tell, and wait for `resume`. */
function mayPlay(): boolean {
  const { userActivation } = navigator as { userActivation?: UserActivation };
  return userActivation?.hasBeenActive ?? false;
}

/** 0 to 1 over the decibels of the samples' mean energy. */
export function levelOf(samples: Float32Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  const decibels = 10 * Math.log10(energy / samples.length || Number.MIN_VALUE);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR));
}
