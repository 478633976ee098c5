import { levelOf } from '../AudioLevels.js';
import { unsupported } from '../RtcError.js';
import type { TrackProcessor } from '../trackProcessor.js';

/** When a {@link noiseGate} lets sound through. @public */
export interface NoiseGateOptions {
  /** Level, 0 to 1 as `useAudioLevel` tells it, from which sound is let through. Default 0.15. */
  threshold?: number | undefined;
  /** How long it stays open after the last sound, in ms. Default 300: pauses between words. */
  hold?: number | undefined;
}

/** How often the gate looks, in ms: less than the ear needs to miss the beginning of a word. */
const LOOK = 20;
/** Seconds in which the gate opens and closes: without a click. */
const OPENING = 0.005;
const CLOSING = 0.05;

/**
 * A processor that silences a microphone while nobody speaks into it: fans, keyboards and rooms are not heard in pauses. What is
 * below a voice while it speaks is the business of the browser's own `noiseSuppression`, which is on by default.
 *
 * @example
 * ```tsx
 * const [gate] = useState(() => noiseGate());
 * useTrackProcessor(mic.streamKey, gate);
 * ```
 * Source: issue 4.
 * @public
 */
export function noiseGate({ threshold = 0.15, hold = 300 }: NoiseGateOptions = {}): TrackProcessor {
  let end: () => Promise<void> = () => Promise.resolve();
  let hear: (track: MediaStreamTrack) => void = () => undefined;
  return {
    kind: 'audio',
    async start(track) {
      if (!('AudioContext' in globalThis)) throw unsupported('Processing sound');
      const context = new AudioContext();
      let source: MediaStreamAudioSourceNode | null = null;
      const analyser = context.createAnalyser();
      const gate = context.createGain();
      const destination = context.createMediaStreamDestination();
      const samples = new Float32Array(512);
      analyser.fftSize = samples.length;
      gate.gain.value = 0;
      hear = (microphone) => {
        const next = context.createMediaStreamSource(new MediaStream([microphone]));
        next.connect(analyser);
        source?.disconnect();
        source = next;
      };
      hear(track);
      analyser.connect(gate);
      gate.connect(destination);
      let openUntil = 0;
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        const now = performance.now();
        if (levelOf(samples) >= threshold) openUntil = now + hold;
        const open = now < openUntil;
        gate.gain.setTargetAtTime(open ? 1 : 0, context.currentTime, open ? OPENING : CLOSING);
      }, LOOK);
      end = async () => {
        clearInterval(timer);
        source?.disconnect();
        await context.close();
      };
      void context.resume().catch(() => undefined);
      const [output] = destination.stream.getAudioTracks();
      if (!output) throw unsupported('Processing sound');
      return Promise.resolve(output);
    },
    change(track) {
      hear(track);
      return Promise.resolve();
    },
    stop: () => end(),
  };
}
