/**
 * Live tracks by id. The store holds only these ids: a track is no data, and whoever shows it takes it from here.
 */
export class TrackRegistry {
  readonly #tracks = new Map<string, MediaStreamTrack>();

  get(id: string): MediaStreamTrack | null {
    return this.#tracks.get(id) ?? null;
  }

  set(id: string, track: MediaStreamTrack): void {
    this.#tracks.set(id, track);
  }

  delete(id: string): void {
    this.#tracks.delete(id);
  }

  get size(): number {
    return this.#tracks.size;
  }
}
