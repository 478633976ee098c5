import { Passes } from '../../lib/passes.js';
import { toRtcError, type RtcError } from './RtcError.js';
import type { TrackMixer, TrackProcessor } from './trackProcessor.js';

interface Running {
  readonly processor: TrackProcessor;
  readonly input: MediaStreamTrack;
  readonly output: MediaStreamTrack;
}

interface Failure {
  readonly processor: TrackProcessor;
  readonly input: MediaStreamTrack;
  readonly error: RtcError;
}

/**
 * The way of one medium from its device to those who use it: device, processor, mixer; most have neither. While a processor
 * is set, nothing passes that it has not processed, with one exception: what was already on its way goes on until the processor
 * is ready, so that a blur can be turned on without a gap.
 */
export class TrackPipeline {
  #input: MediaStreamTrack | null = null;
  #processor: TrackProcessor | null = null;
  #running: Running | null = null;
  #mixer: TrackMixer | null = null;
  /** The input that may pass as it is until its processor is ready. */
  #passing: MediaStreamTrack | null = null;
  /** What did not start: not tried again by itself. */
  #failed: Failure | null = null;
  readonly #work = new Passes(() => this.#step());
  /** How inputs end that something is still made of. */
  readonly #ending = new Set<() => void>();
  /** The processed track that users know of. */
  #told: MediaStreamTrack | null = null;

  /** `changed` is called when the output changes by something else than a call of `input`. */
  constructor(private readonly changed: () => void) {}

  get output(): MediaStreamTrack | null {
    return this.#mixer ? this.#mixer.output : this.#processed;
  }

  /** Why nothing comes out, though something goes in. */
  get error(): RtcError | null {
    return this.#failed?.input === this.#input && !this.#processed ? this.#failed.error : null;
  }

  get processor(): TrackProcessor | null {
    return this.#processor;
  }

  /** Whether the output is what the processor made. */
  get processing(): boolean {
    return this.#running !== null && this.#running.output === this.#processed;
  }

  /** The device's track is now this one, or none. `end` ends the one before, once nothing is made of it any more. */
  input(track: MediaStreamTrack | null, end: () => void = () => undefined): void {
    if (this.#input === track) return;
    this.#input = track;
    this.#ending.add(end);
    if (!this.#isChanging) this.#endOld();
    this.#told = this.#processed;
    this.#mixer?.input(this.#told);
    if (this.#processor || this.#running) void this.#work.run();
  }

  /**
   * Sets a processor, or null for none. Rejects if it does not start on the track of now; then all is as it was before. Without
   * a track it starts with the next one.
   */
  async process(processor: TrackProcessor | null): Promise<void> {
    const before = this.#processor;
    if (processor === before) return this.#work.running ?? undefined;
    if (!before) this.#passing = this.#input;
    this.#processor = processor;
    this.#failed = null;
    await this.#work.run();
    const failed = this.#failed as Failure | null; // set by the work that was waited for
    if (!processor || failed?.processor !== processor || this.#processor !== processor) return;
    this.#processor = before;
    this.#passing = before ? null : failed.input;
    this.#failed = null;
    await this.#work.run();
    throw failed.error;
  }

  mix(mixer: TrackMixer): void {
    if (this.#mixer === mixer) return;
    this.#mixer?.input(null);
    this.#mixer = mixer;
    mixer.input(this.#processed);
    this.changed();
  }

  unmix(mixer: TrackMixer): void {
    mixer.input(null);
    if (this.#mixer !== mixer) return;
    this.#mixer = null;
    this.changed();
  }

  /** Gives up the input and everything on its way. */
  close(): void {
    this.#processor = null;
    this.#passing = null;
    if (this.#mixer) this.unmix(this.#mixer);
    this.input(null);
    if (this.#running) void this.#work.run();
  }

  get #processed(): MediaStreamTrack | null {
    if (!this.#input) return null;
    if (this.#running && (this.#running.input === this.#input || this.#isChanging))
      return this.#running.output;
    return !this.#processor || this.#passing === this.#input ? this.#input : null;
  }

  /** The processor goes over to another input: until then it goes on with the one before. */
  get #isChanging(): boolean {
    const running = this.#running;
    if (!running?.processor.change || running.processor !== this.#processor) return false;
    return this.#input !== null && this.#input !== running.input && running.input.readyState === 'live';
  }

  #endOld(): void {
    for (const end of this.#ending) end();
    this.#ending.clear();
  }

  async #step(): Promise<void> {
    await this.#advance();
    if (!this.#isChanging) this.#endOld();
  }

  async #advance(): Promise<void> {
    const processor = this.#processor;
    const input = this.#input;
    const running = this.#running;
    if (running && running.processor === processor && running.input === input) return;
    if (running && input && this.#isChanging && (await this.#change(running, input))) return;
    // One processor cannot serve two inputs; another one takes over before the first ends.
    if (running && (running.processor === processor || !processor || !input)) await this.#replace(null);
    if (!processor || !input) return;
    if (this.#failed?.processor === processor && this.#failed.input === input) return;
    try {
      const output = await processor.start(input);
      this.#failed = null;
      this.#passing = null;
      await this.#replace({ processor, input, output });
    } catch (cause) {
      await settle(processor);
      this.#failed = { processor, input, error: toRtcError(cause) };
      this.changed();
    }
    // What came meanwhile is seen by the next step.
    if (this.#processor !== processor || this.#input !== input) this.#work.again();
  }

  async #change(running: Running, input: MediaStreamTrack): Promise<boolean> {
    try {
      await running.processor.change?.(input);
    } catch {
      return false;
    }
    if (this.#running === running) this.#running = { ...running, input };
    if (this.#input !== input || this.#processor !== running.processor) this.#work.again();
    return true;
  }

  /** Users have the new output before the old one ends. */
  async #replace(next: Running | null): Promise<void> {
    const old = this.#running;
    this.#running = next;
    this.#tell();
    if (!old) return;
    await settle(old.processor);
    if (old.output !== old.input) old.output.stop();
  }

  #tell(): void {
    const now = this.#processed;
    if (now === this.#told) return;
    this.#told = now;
    this.#mixer?.input(now);
    this.changed();
  }
}

async function settle(processor: TrackProcessor): Promise<void> {
  try {
    await processor.stop();
  } catch {
    // It is over either way; what it could not let go of is its own.
  }
}
