import type { FakeMediaStreamTrack } from './FakeMediaStreamTrack.js';
import { FakeBuffer, FakeBufferSource, FakeGain } from './fakeSound.js';

/**
 * As much of Web Audio as levels and generated sounds need: what a source's track has as `level` is what its analyser reads,
 * and `audible()` says what is heard.
 */
export class FakeAudioContext {
  static startsSuspended = false;
  state: AudioContextState = FakeAudioContext.startsSuspended ? 'suspended' : 'running';
  readonly currentTime = 0;
  readonly destination = {};
  readonly #sources: FakeBufferSource[] = [];

  createMediaStreamSource(stream: MediaStream): FakeSource {
    return new FakeSource(this, stream.getAudioTracks()[0] as FakeMediaStreamTrack | undefined);
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

class FakeSource {
  constructor(
    readonly context: FakeAudioContext,
    readonly track: FakeMediaStreamTrack | undefined,
  ) {}

  connect(analyser: FakeAnalyser): FakeAnalyser {
    analyser.source = this;
    return analyser;
  }

  disconnect(): void {
    // Nothing reads it any more.
  }
}

class FakeAnalyser {
  fftSize = 2048;
  source: FakeSource | null = null;

  constructor(readonly context: FakeAudioContext) {}

  getFloatTimeDomainData(samples: Float32Array): void {
    const track = this.source?.track;
    const heard = this.context.state === 'running' && track?.readyState === 'live' && track.enabled;
    const level = heard ? track.level : 0;
    for (let i = 0; i < samples.length; i++) samples[i] = i % 2 ? level : -level;
  }
}
