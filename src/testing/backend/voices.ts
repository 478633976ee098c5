import type { MediaKind } from '../../protocol/rtp.js';
import { setLoudness, syntheticTrack } from '../media/syntheticTracks.js';

/** `core/media` shows -50 dB as 0 and 0 dB as 1. */
const FLOOR = -50;

/** What clients receive of each producer, and how loud it is. */
export class Voices {
  readonly #tracks = new Map<string, Set<MediaStreamTrack>>();
  readonly #levels = new Map<string, number>();

  /** The track that a client receives of a producer. */
  receive(kind: MediaKind, producerId: string, streamId: string): MediaStreamTrack {
    const track = syntheticTrack(kind, producerId, isScreen(streamId) ? SCREEN : {});
    if (kind === 'video') return track;
    const tracks = this.#tracks.get(producerId) ?? new Set();
    this.#tracks.set(producerId, tracks.add(track));
    setLoudness(track, amplitudeOf(this.#levels.get(producerId) ?? 0));
    return track;
  }

  /** Everybody hears the producer at `level`, 0 to 1, as `useAudioLevel` shows it. */
  speak(producerId: string, level: number): void {
    this.#levels.set(producerId, level);
    const tracks = this.#tracks.get(producerId);
    for (const track of tracks ?? []) {
      if (track.readyState === 'ended') tracks?.delete(track);
      else setLoudness(track, amplitudeOf(level));
    }
  }
}

const SCREEN = { screen: true, width: 1280, height: 720 };

/** As clients name the streams of a peer. */
function isScreen(streamId: string): boolean {
  return streamId.endsWith('-screen');
}

/** dBov of a level, as the server hears it. */
export function decibelsOf(level: number): number {
  return (1 - Math.min(level, 1)) * FLOOR;
}

/** For a signal that alternates between its extremes, or a sine at its peak: near enough for a picture. */
function amplitudeOf(level: number): number {
  return level <= 0 ? 0 : 10 ** (decibelsOf(level) / 20);
}
