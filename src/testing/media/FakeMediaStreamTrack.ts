let made = 0;

/** What a fake track is of. */
export interface FakeTrackOptions {
  kind: 'audio' | 'video';
  label?: string;
  deviceId?: string;
  width?: number;
  height?: number;
  frameRate?: number;
}

/**
 * A track without media, for jsdom and Node: its life is a browser's (`stop`, `ended`, `enabled`, constraints, settings), and
 * `end` does what unplugging does.
 */
export class FakeMediaStreamTrack extends EventTarget implements MediaStreamTrack {
  readonly id: string;
  readonly kind: 'audio' | 'video';
  readonly label: string;
  contentHint = '';
  enabled = true;
  muted = false;
  readyState: MediaStreamTrackState = 'live';
  /** Amplitude of the sound in it, 0 to 1: what an analyser of the fake AudioContext reads. */
  level = 0;
  onended: MediaStreamTrack['onended'] = null;
  onmute: MediaStreamTrack['onmute'] = null;
  onunmute: MediaStreamTrack['onunmute'] = null;
  readonly #settings: MediaTrackSettings;
  #constraints: MediaTrackConstraints = {};

  constructor({
    kind,
    label = `fake ${kind}`,
    deviceId,
    width = 640,
    height = 360,
    frameRate = 30,
  }: FakeTrackOptions) {
    super();
    this.id = `fake-track-${String(++made)}`;
    this.kind = kind;
    this.label = label;
    this.#settings = {
      ...(deviceId !== undefined && { deviceId }),
      ...(kind === 'video' && { width, height, frameRate }),
    };
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** Ends as when the device is unplugged or the permission taken back. */
  end(): void {
    if (this.readyState === 'ended') return;
    this.readyState = 'ended';
    const event = new Event('ended');
    this.dispatchEvent(event);
    this.onended?.call(this, event);
  }

  clone(): MediaStreamTrack {
    const { width, height, frameRate, deviceId } = this.#settings;
    const copy = new FakeMediaStreamTrack({
      kind: this.kind,
      label: this.label,
      ...(deviceId !== undefined && { deviceId }),
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(frameRate !== undefined && { frameRate }),
    });
    copy.enabled = this.enabled;
    copy.readyState = this.readyState;
    return copy;
  }

  async applyConstraints(constraints: MediaTrackConstraints = {}): Promise<void> {
    await Promise.resolve();
    if (this.readyState === 'ended') throw new DOMException('The track has ended.', 'InvalidStateError');
    const device = (constraints.deviceId as ConstrainDOMStringParameters | undefined)?.exact;
    if (device !== undefined && device !== this.#settings.deviceId) {
      throw new DOMException('The track is of another device.', 'OverconstrainedError');
    }
    this.#constraints = constraints;
    for (const size of ['width', 'height', 'frameRate'] as const) {
      const ideal = (constraints[size] as ConstrainULongRange | undefined)?.ideal;
      if (ideal !== undefined && this.kind === 'video') this.#settings[size] = ideal;
    }
  }

  getSettings(): MediaTrackSettings {
    return { ...this.#settings };
  }

  getConstraints(): MediaTrackConstraints {
    return { ...this.#constraints };
  }

  getCapabilities(): MediaTrackCapabilities {
    return { ...(this.#settings.deviceId !== undefined && { deviceId: this.#settings.deviceId }) };
  }
}
