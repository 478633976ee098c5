/**
 * Something between a device and what is sent: a blurred background, a voice without noise. One processor serves one stream
 * at a time.
 *
 * @example
 * ```ts
 * class Mirror implements TrackProcessor {
 *   readonly kind = 'video';
 *   async start(track: MediaStreamTrack): Promise<MediaStreamTrack> { … }
 *   stop(): void { … }
 * }
 * ```
 * Source: issue 4; no seed has processors.
 * @public
 */
export interface TrackProcessor {
  readonly kind: 'audio' | 'video';
  /**
   * Begins to process a track and resolves with the result. The track stays its owner's: neither stop nor disable it. Called
   * again, after `stop`, when the device changes and there is no `change`. Rejects if it cannot; then `stop` is called as well.
   */
  start(track: MediaStreamTrack): Promise<MediaStreamTrack>;
  /**
   * Goes on with another track of the same device kind, into the output that it has: what it made of the old one goes on until the new
   * one gives something. Without it, or if it rejects, the processor is stopped and started anew, and nothing comes out meanwhile.
   */
  change?(track: MediaStreamTrack): Promise<void>;
  /** Ends and lets go of everything that `start` made. Called once for each `start`. */
  stop(): void | Promise<void>;
}

/** Mixes other sounds into a microphone: its track is the same for as long as it is used. */
export interface TrackMixer {
  readonly output: MediaStreamTrack;
  /** The microphone is now this one, or none. */
  input(track: MediaStreamTrack | null): void;
}
