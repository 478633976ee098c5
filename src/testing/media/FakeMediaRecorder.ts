/** Types that the fake can record, the best first: those of Chromium. */
const TYPES = ['video/webm', 'audio/webm'];

/** A recorder without media: its life and its events are a browser's, its data says what was recorded. */
export class FakeMediaRecorder extends EventTarget {
  static isTypeSupported(type: string): boolean {
    return TYPES.includes(type.split(';')[0] ?? '');
  }

  readonly mimeType: string;
  state: RecordingState = 'inactive';
  readonly #ended = (): void => {
    if (this.stream.getTracks().every((track) => track.readyState === 'ended')) this.#finish();
  };

  constructor(
    readonly stream: MediaStream,
    { mimeType = 'video/webm' }: MediaRecorderOptions = {},
  ) {
    super();
    if (!FakeMediaRecorder.isTypeSupported(mimeType))
      throw new DOMException(`${mimeType} cannot be recorded.`, 'NotSupportedError');
    this.mimeType = mimeType;
  }

  start(): void {
    if (this.state !== 'inactive') throw new DOMException('It records already.', 'InvalidStateError');
    if (!this.stream.active) throw new DOMException('No track is live.', 'InvalidStateError');
    this.state = 'recording';
    for (const track of this.stream.getTracks()) track.addEventListener('ended', this.#ended);
    this.dispatchEvent(new Event('start'));
  }

  pause(): void {
    this.#require();
    this.state = 'paused';
    this.dispatchEvent(new Event('pause'));
  }

  resume(): void {
    this.#require();
    this.state = 'recording';
    this.dispatchEvent(new Event('resume'));
  }

  stop(): void {
    if (this.state !== 'inactive') this.#finish();
  }

  /** Recording breaks off, as when a track is added or the disk is full. */
  fail(): void {
    this.dispatchEvent(
      Object.assign(new Event('error'), { error: new DOMException('Broken off.', 'UnknownError') }),
    );
    this.#finish();
  }

  #finish(): void {
    this.state = 'inactive';
    for (const track of this.stream.getTracks()) track.removeEventListener('ended', this.#ended);
    queueMicrotask(() => {
      const kinds = this.stream.getTracks().map((track) => track.kind);
      const data = new Blob([`fake recording of ${kinds.join(' and ')}`], { type: this.mimeType });
      this.dispatchEvent(Object.assign(new Event('dataavailable'), { data }));
      this.dispatchEvent(new Event('stop'));
    });
  }

  #require(): void {
    if (this.state === 'inactive') throw new DOMException('It does not record.', 'InvalidStateError');
  }
}
