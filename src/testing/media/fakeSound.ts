import { FakeMediaStreamTrack } from './FakeMediaStreamTrack.js';
import { FakeMediaStream } from './FakeStream.js';

/** Samples of a fake sound. */
export class FakeBuffer {
  readonly #channels: Float32Array<ArrayBuffer>[];

  constructor(
    readonly numberOfChannels: number,
    readonly length: number,
    readonly sampleRate: number,
  ) {
    this.#channels = Array.from({ length: numberOfChannels }, () => new Float32Array(length));
  }

  get duration(): number {
    return this.length / this.sampleRate;
  }

  getChannelData(channel: number): Float32Array<ArrayBuffer> {
    const data = this.#channels[channel];
    if (!data) throw new DOMException(`There is no channel ${channel}.`, 'IndexSizeError');
    return data;
  }
}

/** A parameter of a fake node: what it is told to become, it is. */
class FakeParam {
  constructor(public value: number) {}

  setTargetAtTime(value: number): this {
    this.value = value;
    return this;
  }
}

/** A node of which it is known where its sound goes, and where it comes from. */
export class FakeNode {
  #target: unknown = null;
  readonly #inputs = new Set<FakeNode>();

  connect<T>(target: T): T {
    this.disconnect();
    this.#target = target;
    if (target instanceof FakeNode) target.#inputs.add(this);
    return target;
  }

  disconnect(): void {
    if (this.#target instanceof FakeNode) this.#target.#inputs.delete(this);
    this.#target = null;
  }

  /** How loud this node's sound is where it ends; 0 where it does not get there. */
  volumeAt(end: unknown): number {
    if (this.#target === end) return 1;
    return this.#target instanceof FakeNode ? this.#target.volumeAt(end) : 0;
  }

  /** Amplitude of what comes out of it now. */
  level(): number {
    return Math.max(0, ...[...this.#inputs].map((input) => input.level()));
  }
}

export class FakeGain extends FakeNode {
  readonly gain = new FakeParam(1);

  override volumeAt(end: unknown): number {
    return this.gain.value * super.volumeAt(end);
  }

  override level(): number {
    return this.gain.value * super.level();
  }
}

/** What an element plays, which is heard in the graph alone. */
export class FakeElementSource extends FakeNode {
  constructor(
    readonly element: HTMLMediaElement,
    private readonly levelOf: (element: HTMLMediaElement) => number,
  ) {
    super();
  }

  override level(): number {
    return this.element.paused ? 0 : this.levelOf(this.element);
  }
}

/** What a track brings into the graph. */
export class FakeTrackSource extends FakeNode {
  constructor(readonly track: FakeMediaStreamTrack | undefined) {
    super();
  }

  override level(): number {
    const { track } = this;
    return track?.readyState === 'live' && track.enabled ? track.level : 0;
  }
}

/** A node whose sound is a track: its `level` is what arrives now. */
export class FakeStreamDestination extends FakeNode {
  readonly stream: MediaStream;

  constructor(isRunning: () => boolean) {
    super();
    const track = new FakeMediaStreamTrack({ kind: 'audio', label: 'fake mix' });
    Object.defineProperty(track, 'level', { get: () => (isRunning() ? this.level() : 0) });
    this.stream = new FakeMediaStream([track]);
  }
}

/** Plays a buffer from `start()` to `stop()`. */
export class FakeBufferSource extends FakeNode {
  buffer: FakeBuffer | null = null;
  loop = false;
  onended: (() => void) | null = null;
  #playing = false;

  start(): void {
    this.#playing = true;
  }

  stop(): void {
    if (!this.#playing) throw new DOMException('It was not started.', 'InvalidStateError');
    this.#playing = false;
    queueMicrotask(() => this.onended?.());
  }

  override volumeAt(end: unknown): number {
    return this.#playing ? super.volumeAt(end) : 0;
  }
}
