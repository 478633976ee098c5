import { levelOf } from './AudioLevels.js';

/** Reads how loud one track is, whenever it is asked. */
export interface LevelMeter {
  readonly track: MediaStreamTrack;
  /** 0 to 1; 0 while the browser waits for a gesture. */
  read(): number;
  close(): void;
}

/** One context for all meters of streams that apps hold by hand; closed with the last. */
let shared: { context: AudioContext; meters: number } | null = null;

/** Null where there is no Web Audio. */
export function levelMeter(track: MediaStreamTrack): LevelMeter | null {
  if (!('AudioContext' in globalThis)) return null;
  const used = (shared ??= { context: new AudioContext(), meters: 0 });
  used.meters++;
  const { context } = used;
  void context.resume().catch(() => undefined);
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  const samples = new Float32Array(1024);
  analyser.fftSize = samples.length;
  source.connect(analyser);
  let open = true;
  return {
    track,
    read() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    close() {
      if (!open) return;
      open = false;
      source.disconnect();
      if (--used.meters > 0) return;
      if (shared === used) shared = null;
      void context.close().catch(() => undefined);
    },
  };
}
