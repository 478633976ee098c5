import { FakeMediaStream } from './FakeStream.js';
import { canMakeMedia, syntheticTrack } from './syntheticTracks.js';

/** What a fake stream holds. @public */
export interface FakeMediaStreamOptions {
  /** Default true. */
  audio?: boolean;
  /** Default true. */
  video?: boolean | { width?: number; height?: number };
  /** The picture is a screen's and not a camera's. Default false. */
  screen?: boolean;
  /** Gives pictures of different seeds different colours. */
  seed?: string;
}

/**
 * A stream to give to whatever wants one: in a browser a moving picture and a tone, in jsdom and Node tracks without media
 * that live and end like real ones.
 *
 * @example
 * ```ts
 * const stream = fakeMediaStream({ video: { width: 320, height: 180 }, audio: false });
 * ```
 * Source: API.md 4.
 * @public
 */
export function fakeMediaStream({
  audio = true,
  video = true,
  screen = false,
  seed = 'stream',
}: FakeMediaStreamOptions = {}): MediaStream {
  const tracks: MediaStreamTrack[] = [];
  if (audio) tracks.push(syntheticTrack('audio', seed));
  if (video) tracks.push(syntheticTrack('video', seed, { screen, ...(video !== true && video) }));
  return canMakeMedia() ? new MediaStream(tracks) : new FakeMediaStream(tracks);
}
