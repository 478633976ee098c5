import type { Page } from 'playwright-core';

/** As far as a page reads frames of a track; not in TypeScript's libraries yet. */
declare class MediaStreamTrackProcessor {
  constructor(options: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

declare global {
  interface Window {
    /** When frames that arrived were captured, in ms. */
    hummerFrames: number[];
  }
}

/**
 * Writes down the capture time of every frame of a `<video>` from now on: times of the sender, so that a busy receiver makes no
 * gap.
 */
export async function watchFrames(page: Page, selector: string): Promise<void> {
  await page.evaluate((wanted) => {
    const stream = document.querySelector<HTMLVideoElement>(wanted)?.srcObject;
    const track = stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined;
    if (!track) throw new Error('No video yet.');
    window.hummerFrames = [];
    const reader = new MediaStreamTrackProcessor({
      track: track.clone(),
      maxBufferSize: 100,
    }).readable.getReader();
    const read = async (): Promise<void> => {
      for (;;) {
        const { value: frame, done } = await reader.read();
        if (done) return;
        window.hummerFrames.push(frame.timestamp / 1000);
        frame.close();
      }
    };
    void read();
  }, selector);
}

export function framesOf(page: Page): Promise<number[]> {
  return page.evaluate(() => window.hummerFrames);
}

/** The pitch, in Hz, of the loudest tone that the page plays within `ms`; 0 for silence. */
export function heardPitch(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (duration) => {
    const context = new AudioContext();
    try {
      const analyser = context.createAnalyser();
      analyser.fftSize = 8192;
      analyser.smoothingTimeConstant = 0;
      for (const element of document.querySelectorAll<HTMLAudioElement>('audio')) {
        const stream = element.srcObject;
        if (element.paused || !(stream instanceof MediaStream) || stream.getAudioTracks().length === 0)
          continue;
        context.createMediaStreamSource(stream).connect(analyser);
      }
      await context.resume();
      const bins = new Float32Array(analyser.frequencyBinCount);
      let best = { level: -70, bin: 0 };
      const end = performance.now() + duration;
      while (performance.now() < end) {
        analyser.getFloatFrequencyData(bins);
        bins.forEach((level, bin) => {
          if (level > best.level) best = { level, bin };
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return (best.bin * context.sampleRate) / analyser.fftSize;
    } finally {
      await context.close();
    }
  }, ms);
}

/** The address of a sound file in the page: a tone of so many Hz and seconds. */
export function toneFile(page: Page, pitch: number, seconds: number): Promise<string> {
  return page.evaluate(
    ([hz, length]) => {
      const rate = 48_000;
      const samples = Math.round(rate * length);
      const view = new DataView(new ArrayBuffer(44 + samples * 2));
      const text = (at: number, value: string): void => {
        for (let i = 0; i < value.length; i++) view.setUint8(at + i, value.charCodeAt(i));
      };
      text(0, 'RIFF');
      view.setUint32(4, 36 + samples * 2, true);
      text(8, 'WAVEfmt ');
      view.setUint32(16, 16, true);
      view.setUint16(20, 1, true);
      view.setUint16(22, 1, true);
      view.setUint32(24, rate, true);
      view.setUint32(28, rate * 2, true);
      view.setUint16(32, 2, true);
      view.setUint16(34, 16, true);
      text(36, 'data');
      view.setUint32(40, samples * 2, true);
      for (let i = 0; i < samples; i++) {
        view.setInt16(44 + i * 2, Math.round(12_000 * Math.sin((2 * Math.PI * hz * i) / rate)), true);
      }
      return URL.createObjectURL(new Blob([view.buffer], { type: 'audio/wav' }));
    },
    [pitch, seconds] as const,
  );
}
