import { Emitter } from '../../lib/emitter.js';
import { RtcErrorCode } from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import type { StreamKey } from '../../store/state.js';
import { RtcError } from './RtcError.js';
import type { MediaOption, PlayOptions, RtcStreamEvents } from './rtcTypes.js';

const KINDS = ['audio', 'video'] as const;

/**
 * A stream, somebody's or one's own: what plays it.
 *
 * @example
 * ```ts
 * client.on('stream-subscribed', ({ stream }) => void stream.play('peer'));
 * ```
 * Source: seed 002, 3.5.4.
 * @public
 */
export abstract class Stream {
  readonly #events = new Emitter<RtcStreamEvents>();
  readonly #players: Record<MediaKind, HTMLMediaElement | null> = { audio: null, video: null };
  #container: HTMLElement | null = null;
  /** What plays, or will as soon as it comes: the medium may be published after `play`. */
  readonly #playing = new Set<MediaKind>();
  #objectFit = '';
  #silent = false;
  #volume = 100;
  #sinkId = '';

  /** Names the stream in hooks and components. */
  abstract readonly streamKey: StreamKey;
  /** `'local'`, `'main'` (somebody's camera and microphone) or `'auxiliary'` (somebody's screen). */
  abstract getType(): string;
  abstract getAudioTrack(): MediaStreamTrack | null;
  abstract getVideoTrack(): MediaStreamTrack | null;
  abstract getUserId(): string | undefined;
  abstract hasAudio(): boolean;
  abstract hasVideo(): boolean;

  /** Unique id of the stream. Source: seed 002. */
  getId(): string {
    return this.streamKey.streamId;
  }

  /**
   * Plays into the element of this id, which gets a `video` and an `audio` element. Rejects with 90100021 if the browser
   * refuses until a gesture: call `resume()` from one. Source: seed 002.
   */
  async play(elementId: string, { objectFit, muted = false }: PlayOptions = {}): Promise<void> {
    const container = document.getElementById(elementId);
    if (!container) {
      throw new RtcError(
        RtcErrorCode.INVALID_PARAMETER,
        `There is no element with the id '${elementId}' on this page.`,
      );
    }
    if (this.#container && this.#container !== container) this.stop();
    this.#container = container;
    this.#objectFit = objectFit ?? (this.getType() === 'auxiliary' ? 'contain' : 'cover');
    this.#silent = muted;
    for (const kind of KINDS) this.#playing.add(kind);
    this.refreshPlayers();
    await this.#setSinks();
    await this.resume();
  }

  /** Stops playing; without an option both media. Source: seed 002. */
  stop(option?: MediaOption): void {
    for (const kind of kindsOf(option)) {
      this.#playing.delete(kind);
      const player = this.#players[kind];
      if (!player) continue;
      player.srcObject = null;
      player.remove();
      this.#players[kind] = null;
      this.#tell(kind, 'STOPPED', 'stop');
    }
    if (this.#playing.size === 0) this.#container = null;
  }

  /** Plays on: after a refusal, from a gesture; or after the element was moved. Source: seed 002. */
  async resume(option?: MediaOption): Promise<void> {
    try {
      const players = kindsOf(option).map((kind) => this.#players[kind]);
      await Promise.all(players.map(async (player) => (player?.srcObject ? player.play() : undefined)));
    } catch (cause) {
      throw new RtcError(
        RtcErrorCode.PLAY_NOT_ALLOWED,
        'The browser plays nothing before a gesture: call resume() when the user clicks.',
        { cause },
      );
    }
  }

  /** 0 to 100. Source: seed 002. */
  setAudioVolume(volume: number): void {
    if (!(volume >= 0 && volume <= 100)) {
      throw new RtcError(
        RtcErrorCode.INVALID_PARAMETER,
        `A volume is a number from 0 to 100, not ${String(volume)}.`,
      );
    }
    this.#volume = volume;
    if (this.#players.audio) this.#players.audio.volume = volume / 100;
  }

  /** Rejects where the browser cannot choose a speaker. Source: seed 002. */
  async setAudioOutput(deviceId: string): Promise<void> {
    if (!('setSinkId' in HTMLMediaElement.prototype)) {
      throw new RtcError(
        RtcErrorCode.BROWSER_NOT_SUPPORTED,
        'In this browser the system chooses the speaker.',
      );
    }
    this.#sinkId = deviceId;
    await this.#setSinks();
  }

  on<E extends keyof RtcStreamEvents>(event: E, handler: (payload: RtcStreamEvents[E]) => void): void {
    this.#events.on(event, handler);
  }

  off<E extends keyof RtcStreamEvents>(event: E, handler: (payload: RtcStreamEvents[E]) => void): void {
    this.#events.off(event, handler);
  }

  /** @internal */
  protected emit<E extends keyof RtcStreamEvents>(event: E, payload: RtcStreamEvents[E]): void {
    this.#events.emit(event, payload, reportUncaught);
  }

  /** @internal The tracks may have changed. */
  protected refreshPlayers(): void {
    for (const kind of KINDS) {
      const player = this.#playerOf(kind);
      if (!player) continue;
      const track = kind === 'audio' ? this.getAudioTrack() : this.getVideoTrack();
      const shown = (player.srcObject as MediaStream | null)?.getTracks()[0] ?? null;
      if (shown === track) continue;
      player.srcObject = track ? new MediaStream([track]) : null;
      if (shown && track) player.play().catch(() => undefined);
    }
  }

  #playerOf(kind: MediaKind): HTMLMediaElement | null {
    const container = this.#container;
    const isThere = kind === 'audio' ? this.hasAudio() : this.hasVideo();
    if (container && isThere && this.#playing.has(kind))
      this.#players[kind] ??= this.#makePlayer(kind, container);
    const player = this.#players[kind];
    if (!player) return null;
    player.muted = this.#silent || kind === 'video';
    if (kind === 'video') player.style.objectFit = this.#objectFit;
    return player;
  }

  #makePlayer(kind: MediaKind, container: HTMLElement): HTMLMediaElement {
    const player = document.createElement(kind);
    player.autoplay = true;
    if (kind === 'video') {
      player.setAttribute('playsinline', '');
      player.style.width = player.style.height = '100%';
    }
    player.volume = kind === 'audio' ? this.#volume / 100 : 1;
    player.addEventListener('playing', () => {
      this.#tell(kind, 'PLAYING', 'playing');
    });
    player.addEventListener('pause', () => {
      this.#tell(kind, 'PAUSED', 'pause');
    });
    container.append(player);
    return player;
  }

  async #setSinks(): Promise<void> {
    const player = this.#players.audio;
    if (player && 'setSinkId' in player && player.sinkId !== this.#sinkId)
      await player.setSinkId(this.#sinkId);
  }

  #tell(type: MediaKind, state: RtcStreamEvents['player-state-change']['state'], reason: string): void {
    this.emit('player-state-change', { type, id: this.getId(), state, reason });
  }
}

/** Seed 002: without an option both media, with one only those that it names. */
export function kindsOf(option: MediaOption | undefined): MediaKind[] {
  return option ? KINDS.filter((kind) => option[kind]) : [...KINDS];
}

function reportUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
