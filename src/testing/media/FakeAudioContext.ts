import type { FakeMediaStreamTrack } from './FakeMediaStreamTrack.js';
import type { FakeFiles } from './fakeFiles.js';
import {
  FakeBuffer,
  FakeBufferSource,
  FakeElementSource,
  FakeGain,
  FakeNode,
  FakeStreamDestination,
  FakeTrackSource,
} from './fakeSound.js';

/**
 * As much of Web Audio as levels and generated sounds need: what a source's track has as `level` is what its analyser reads,
 * and `audible()` says what is heard.
 */
export class FakeAudioContext {
  static startsSuspended = false;
  /** What the elements of the page play. */
  static files: FakeFiles | null = null;
  state: AudioContextState = FakeAudioContext.startsSuspended ? 'suspended' : 'running';
  readonly currentTime = 0;
  readonly destination = {};
  readonly #sources: FakeBufferSource[] = [];

  createMediaStreamSource(stream: MediaStream): FakeTrackSource {
    return new FakeTrackSource(stream.getAudioTracks()[0] as FakeMediaStreamTrack | undefined);
  }

  createMediaElementSource(element: HTMLMediaElement): FakeElementSource {
    return new FakeElementSource(element, (one) => FakeAudioContext.files?.of(one)?.level ?? 0.5);
  }

  createMediaStreamDestination(): FakeStreamDestination {
    return new FakeStreamDestination(() => this.state === 'running');
  }

  createAnalyser(): FakeAnalyser {
    return new FakeAnalyser(this);
  }

  createGain(): FakeGain {
    return new FakeGain();
  }

  createBuffer(numberOfChannels: number, length: number, sampleRate: number): FakeBuffer {
    return new FakeBuffer(numberOfChannels, length, sampleRate);
  }

  createBufferSource(): FakeBufferSource {
    const source = new FakeBufferSource();
    this.#sources.push(source);
    return source;
  }

  /** The buffers that reach the ear now, each with its loudness. */
  audible(): { buffer: FakeBuffer; volume: number }[] {
    if (this.state !== 'running') return [];
    return this.#sources.flatMap((source) => {
      const volume = source.volumeAt(this.destination);
      return source.buffer && volume > 0 ? [{ buffer: source.buffer, volume }] : [];
    });
  }

  async resume(): Promise<void> {
    await Promise.resolve();
    if (!FakeAudioContext.startsSuspended && this.state !== 'closed') this.state = 'running';
  }

  async suspend(): Promise<void> {
    await Promise.resolve();
    if (this.state !== 'closed') this.state = 'suspended';
  }

  async close(): Promise<void> {
    await Promise.resolve();
    this.state = 'closed';
  }
}

class FakeAnalyser extends FakeNode {
  fftSize = 2048;

  constructor(readonly context: FakeAudioContext) {
    super();
  }

  getFloatTimeDomainData(samples: Float32Array): void {
    const level = this.context.state === 'running' ? this.level() : 0;
    for (let i = 0; i < samples.length; i++) samples[i] = i % 2 ? level : -level;
  }
}
