import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';

/** What the probe sees of a page from outside: no code of ours takes part. */
interface Probe {
  readonly connections: RTCPeerConnection[];
  readonly captured: MediaStreamTrack[];
  /** Of screens. */
  readonly shared: MediaStreamTrack[];
  readonly problems: string[];
}

declare global {
  interface Window {
    hummerProbe: Probe;
  }
}

/** Runs in the page before any script: remembers peer connections, captured tracks and unhandled errors. */
export function installProbe(): void {
  const probe: Probe = { connections: [], captured: [], shared: [], problems: [] };
  window.hummerProbe = probe;
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.connections.push(this);
    }
  };
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media) return; // an empty page, on its way to the app's
  const capture = media.getUserMedia.bind(media);
  media.getUserMedia = async (constraints) => {
    const stream = await capture(constraints);
    probe.captured.push(...stream.getTracks());
    return stream;
  };
  const share = media.getDisplayMedia.bind(media);
  media.getDisplayMedia = async (options) => {
    const stream = await share(options);
    probe.shared.push(...stream.getTracks());
    return stream;
  };
  window.addEventListener('unhandledrejection', (event) =>
    probe.problems.push(`rejection: ${String(event.reason)}`),
  );
  window.addEventListener('error', (event) => probe.problems.push(`error: ${event.message}`));
}

/** Unhandled rejections and errors of the page so far. */
export function problemsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => window.hummerProbe.problems);
}

/** Ready states of everything the page ever captured. */
export function capturedStates(page: Page): Promise<string[]> {
  return page.evaluate(() => window.hummerProbe.captured.map((track) => track.readyState));
}

export interface SeenVideo {
  framesDecoded: number;
  width: number;
  height: number;
  /** Distinct colours of a 16 by 16 sample of the picture. */
  colours: number;
}

/** What a `<video>` of the page shows: decoder statistics of its own track, and the picture itself. Null: nothing yet. */
export function seenVideo(page: Page, selector: string): Promise<SeenVideo | null> {
  return page.evaluate(async (wanted) => {
    const video = document.querySelector<HTMLVideoElement>(wanted);
    const stream = video?.srcObject;
    if (!video || !(stream instanceof MediaStream)) return null;
    const track = stream.getVideoTracks()[0];
    if (!track || video.videoWidth === 0) return null;
    for (const connection of window.hummerProbe.connections) {
      if (connection.signalingState === 'closed') continue; // Firefox has no statistics of it
      for (const [, row] of (await connection.getStats()) as unknown as Map<
        string,
        Record<string, unknown>
      >) {
        if (row['type'] !== 'inbound-rtp' || row['trackIdentifier'] !== track.id) continue;
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 16;
        const context = canvas.getContext('2d');
        if (!context) return null;
        context.drawImage(video, 0, 0, 16, 16);
        const pixels = new Uint32Array(context.getImageData(0, 0, 16, 16).data.buffer);
        return {
          framesDecoded: Number(row['framesDecoded'] ?? 0),
          width: Number(row['frameWidth'] ?? 0),
          height: Number(row['frameHeight'] ?? 0),
          colours: new Set(pixels).size,
        };
      }
    }
    return null;
  }, selector);
}

/** Waits until a `<video>` shows more than one flat colour, and `frames` more have been decoded. */
export async function moving(page: Page, selector: string, frames = 10): Promise<void> {
  let first = Infinity;
  await vi.waitFor(
    async () => {
      const { framesDecoded = 0, colours = 0 } = (await seenVideo(page, selector)) ?? {};
      if (framesDecoded === 0) throw new Error(`No picture in ${selector} yet.`);
      expect(colours, selector).toBeGreaterThan(1);
      first = Math.min(first, framesDecoded); // a track that takes another's place begins at 0
      expect(framesDecoded, selector).toBeGreaterThan(first + frames);
    },
    { timeout: 30_000, interval: 100 },
  );
}

/**
 * The loudest moment (RMS, 0 to 1) of what the page plays through `<audio>` elements within `ms`; the first that is clearly a sound is
 * enough. Silence is 0; an element that is paused or muted is not heard.
 */
export function heardAudio(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (duration) => {
    const context = new AudioContext();
    try {
      const analyser = context.createAnalyser();
      analyser.fftSize = 2048;
      let sources = 0;
      for (const element of document.querySelectorAll<HTMLMediaElement>('audio, video')) {
        const stream = element.srcObject;
        if (element.paused || element.muted || element.volume === 0) continue;
        if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) continue;
        context.createMediaStreamSource(stream).connect(analyser);
        sources++;
      }
      if (sources === 0) return 0;
      await context.resume();
      const samples = new Float32Array(analyser.fftSize);
      let loudest = 0;
      const end = performance.now() + duration;
      while (performance.now() < end && loudest < 0.01) {
        analyser.getFloatTimeDomainData(samples);
        let sum = 0;
        for (const sample of samples) sum += sample * sample;
        loudest = Math.max(loudest, Math.sqrt(sum / samples.length));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return loudest;
    } finally {
      await context.close();
    }
  }, ms);
}
