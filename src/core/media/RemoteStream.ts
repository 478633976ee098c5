import type { MediaKind } from '../../protocol/rtp.js';
import type { RemoteStreamState, StreamKey } from '../../store/state.js';
import type { RoomMedia } from './RoomMedia.js';
import type { StreamInfo } from './rtcTypes.js';
import { Stream } from './Stream.js';

/**
 * Somebody else's stream, as `stream-added` brings it.
 *
 * @example
 * ```ts
 * client.on('stream-added', ({ stream }) => void client.subscribe(stream, { audio: true, video: true }));
 * client.on('stream-subscribed', ({ stream }) => void stream.play('peer'));
 * ```
 * Source: seed 002, 3.5.6.
 * @public
 */
export class RemoteStream extends Stream {
  readonly streamKey: StreamKey;
  readonly #room: RoomMedia;
  readonly #track: (trackId: string) => MediaStreamTrack | null;
  #last: RemoteStreamState;
  readonly #muted = new Set<MediaKind>();

  /** @internal Clients make streams. */
  constructor(
    room: RoomMedia,
    state: RemoteStreamState,
    track: (trackId: string) => MediaStreamTrack | null,
  ) {
    super();
    this.streamKey = state.streamKey;
    this.#room = room;
    this.#last = state;
    this.#track = track;
  }

  getType(): 'main' | 'auxiliary' {
    return this.streamKey.source === 'screen' ? 'auxiliary' : 'main';
  }

  getUserId(): string {
    return this.streamKey.uid;
  }

  hasAudio(): boolean {
    return this.#state.hasAudio;
  }

  hasVideo(): boolean {
    return this.#state.hasVideo;
  }

  /** Null until it is subscribed to. */
  getAudioTrack(): MediaStreamTrack | null {
    return this.#of(this.#state.audioTrackId);
  }

  /** Null until it is subscribed to; without an id the best of what is received. */
  getVideoTrack(resolutionId?: string): MediaStreamTrack | null {
    if (resolutionId === undefined) return this.#of(this.#state.videoTrackId);
    const { roster, consumers } = this.#room;
    for (const { id } of roster.producers(this.getId(), 'video')) {
      const trackId = consumers.trackIdOf(id, resolutionId);
      if (trackId !== null) return this.#of(trackId);
    }
    return null;
  }

  /** The sizes that its sender offers, the best first; `hasTrack` of those that are received. Source: seed 002. */
  override getStreamInfo(): StreamInfo {
    const { audioProfile } = super.getStreamInfo();
    const offered = this.#room.roster.resolutionsOf(this.getId());
    if (offered.length === 0) return super.getStreamInfo();
    const videoProfiles = offered.map(({ resolutionId, width, height, frameRate, maxBitrate }) => {
      const hasTrack = this.getVideoTrack(resolutionId) !== null;
      return { resolutionId, hasTrack, width, height, frameRate, maxBitrate };
    });
    return { videoProfiles: videoProfiles.reverse(), audioProfile };
  }

  /** Silences it here, for nobody else; false if there is nothing to silence. */
  muteAudio(): boolean {
    return this.#mute('audio', true);
  }

  unmuteAudio(): boolean {
    return this.#mute('audio', false);
  }

  muteVideo(): boolean {
    return this.#mute('video', true);
  }

  unmuteVideo(): boolean {
    return this.#mute('video', false);
  }

  /** Stops playing. Source: seed 002. */
  close(): void {
    this.stop();
  }

  /** @internal The client tells of every change. */
  changed(state: RemoteStreamState): void {
    this.#last = state;
    for (const kind of this.#muted) this.#mute(kind, true);
    this.refreshPlayers();
  }

  get #state(): RemoteStreamState {
    return this.#room.roster.stream(this.streamKey.streamId) ?? this.#last;
  }

  #of(trackId: string | null): MediaStreamTrack | null {
    return trackId === null ? null : this.#track(trackId);
  }

  #mute(kind: MediaKind, muted: boolean): boolean {
    if (muted) this.#muted.add(kind);
    else this.#muted.delete(kind);
    const tracks = kind === 'audio' ? [this.getAudioTrack()] : this.#videoTracks();
    const live = tracks.filter((track) => track !== null);
    for (const track of live) track.enabled = !muted;
    return live.length > 0;
  }

  /** Of all sizes that are received. */
  #videoTracks(): (MediaStreamTrack | null)[] {
    const sizes = this.#room.roster.resolutionsOf(this.getId());
    return [this.getVideoTrack(), ...sizes.map(({ resolutionId }) => this.getVideoTrack(resolutionId))];
  }
}
