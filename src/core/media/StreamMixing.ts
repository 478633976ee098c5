import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { AudioMixing } from './AudioMixing.js';
import type { LocalCapture } from './LocalCapture.js';
import { RtcError } from './RtcError.js';
import type { AudioMixOption } from './rtcTypes.js';

/** The sound file of one stream; what mixes it is loaded with the first. */
export class StreamMixing {
  #mixing: AudioMixing | null = null;

  constructor(
    private readonly capture: LocalCapture,
    private readonly tell: (event: 'audio-mixing-played' | 'audio-mixing-finished') => void,
  ) {}

  /** Throws 90100001 before the first file. */
  get file(): AudioMixing {
    if (this.#mixing) return this.#mixing;
    throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'No file is mixed in: call startAudioMixing() first.');
  }

  /** In ms; 0 without a file. */
  get duration(): number {
    return this.#mixing?.state.duration ?? 0;
  }

  /** In ms; 0 without a file. */
  get position(): number {
    return this.#mixing?.position ?? 0;
  }

  async start(option: AudioMixOption): Promise<void> {
    const { AudioMixing } = await import('./AudioMixing.js');
    if (!this.#mixing) {
      this.#mixing = AudioMixing.of(this.capture);
      this.#mixing.on('played', () => {
        this.tell('audio-mixing-played');
      });
      this.#mixing.on('finished', () => {
        this.tell('audio-mixing-finished');
      });
    }
    await this.#mixing.start(option);
  }

  stop(): void {
    this.#mixing?.stop();
  }
}

/** Sends a screen's sound within another stream. Throws 90100001 if that cannot be. */
export function bindScreenTo(screen: LocalCapture, to: LocalCapture, alone: boolean): void {
  if (screen.source !== 'screen' || to.source === 'screen') {
    throw new RtcError(
      RtcErrorCode.INVALID_OPERATION,
      "Bind a screen's sound to a stream of a camera or microphone.",
    );
  }
  if (!to.wished('audio')) {
    throw new RtcError(
      RtcErrorCode.INVALID_OPERATION,
      'The other stream sends no sound: capture a microphone first.',
    );
  }
  void import('./AudioMixing.js').then(({ bindScreenSound }) => bindScreenSound(screen, to, alone));
}
