let made = 0;

/** A stream without media, for jsdom and Node. */
export class FakeMediaStream extends EventTarget implements MediaStream {
  readonly id: string;
  onaddtrack: MediaStream['onaddtrack'] = null;
  onremovetrack: MediaStream['onremovetrack'] = null;
  readonly #tracks: Set<MediaStreamTrack>;

  constructor(tracks: MediaStream | Iterable<MediaStreamTrack> = []) {
    super();
    this.id = `fake-stream-${String(++made)}`;
    this.#tracks = new Set('getTracks' in tracks ? tracks.getTracks() : tracks);
  }

  get active(): boolean {
    return this.getTracks().some((track) => track.readyState === 'live');
  }

  getTracks(): MediaStreamTrack[] {
    return [...this.#tracks];
  }

  getAudioTracks(): MediaStreamTrack[] {
    return this.getTracks().filter((track) => track.kind === 'audio');
  }

  getVideoTracks(): MediaStreamTrack[] {
    return this.getTracks().filter((track) => track.kind === 'video');
  }

  getTrackById(id: string): MediaStreamTrack | null {
    return this.getTracks().find((track) => track.id === id) ?? null;
  }

  addTrack(track: MediaStreamTrack): void {
    this.#tracks.add(track);
  }

  removeTrack(track: MediaStreamTrack): void {
    this.#tracks.delete(track);
  }

  clone(): MediaStream {
    return new FakeMediaStream(this.getTracks().map((track) => track.clone()));
  }
}
