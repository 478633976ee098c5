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

/** A node of which it is known where its sound goes. */
class FakeNode {
  #target: unknown = null;

  connect<T>(target: T): T {
    this.#target = target;
    return target;
  }

  disconnect(): void {
    this.#target = null;
  }

  /** How loud this node's sound is where it ends; 0 where it does not get there. */
  volumeAt(end: unknown): number {
    if (this.#target === end) return 1;
    return this.#target instanceof FakeNode ? this.#target.volumeAt(end) : 0;
  }
}

export class FakeGain extends FakeNode {
  readonly gain = new FakeParam(1);

  override volumeAt(end: unknown): number {
    return this.gain.value * super.volumeAt(end);
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
