import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaEngine, MediaEngineFactory } from './MediaEngine.js';
import { RtcError } from './RtcError.js';

/** Engines for one room: each serves one session, and the next can be made before it is needed. */
export class EngineSupply {
  #prepared: Promise<MediaEngine> | null = null;

  constructor(private readonly make: MediaEngineFactory) {}

  prepare(): void {
    if (this.#prepared) return;
    this.#prepared = this.#load();
    this.#prepared.catch(() => {
      this.#prepared = null; // whoever takes the next one tries again
    });
  }

  take(): Promise<MediaEngine> {
    const engine = this.#prepared ?? this.#load();
    this.#prepared = null;
    return engine;
  }

  async #load(): Promise<MediaEngine> {
    try {
      return await this.make();
    } catch (cause) {
      if (cause instanceof RtcError) throw cause;
      throw new RtcError(RtcErrorCode.RTC_SDK_ERROR, 'The media engine could not be loaded: try again.', {
        cause,
        action: 'retry',
      });
    }
  }
}
