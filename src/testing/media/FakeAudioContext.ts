import type { FakeMediaStreamTrack } from './FakeMediaStreamTrack.js';

/** As much of Web Audio as levels need: what a source's track has as `level` is what its analyser reads. */
export class FakeAudioContext {
  static startsSuspended = false;
  state: AudioContextState = FakeAudioContext.startsSuspended ? 'suspended' : 'running';

  createMediaStreamSource(stream: MediaStream): FakeSource {
    return new FakeSource(this, stream.getAudioTracks()[0] as FakeMediaStreamTrack | undefined);
  }

  createAnalyser(): FakeAnalyser {
    return new FakeAnalyser(this);
  }

  async resume(): Promise<void> {
    await Promise.resolve();
    if (!FakeAudioContext.startsSuspended && this.state !== 'closed') this.state = 'running';
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
