import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import { RtcError, toRtcError } from './RtcError.js';
import type { MediaOption, PlayerStateChange } from './rtcTypes.js';

/** What is played: a stream, as its players see it. */
export interface Playable {
  has(kind: MediaKind): boolean;
  track(kind: MediaKind, resolutionId: string | null): MediaStreamTrack | null;
  /** Id in the events of the player: of the resolution, or of the stream. */
  id(kind: MediaKind, resolutionId: string | null): string;
  /** As in a mirror. */
  mirrored(): boolean;
}

export interface Placement {
  readonly container: HTMLElement;
  readonly objectFit: string;
  readonly muted: boolean;
  /** Null: the best. */
  readonly resolutionId: string | null;
}

interface Player {
  readonly kind: MediaKind;
  readonly resolutionId: string | null;
  placement: Placement;
  element: HTMLMediaElement | null;
  unlisten: () => void;
}

/**
 * The elements that play one stream: one for its sound, and one for each of its resolutions that is played. They come when
 * their medium does, also after `play`, and are moved, not made anew, when a resolution is played into another container.
 */
export class Players {
  readonly #players = new Map<string, Player>();
  #volume = 100;
  #sinkId = '';

  constructor(
    private readonly stream: Playable,
    private readonly tell: (event: PlayerStateChange) => void,
  ) {}

  async play(placement: Placement): Promise<void> {
    const { resolutionId } = placement;
    this.#place('video', resolutionId, placement);
    // All resolutions share the sound: it stays with the first container for as long as that is on the page.
    const sound = this.#players.get('audio');
    if (sound?.placement.container.isConnected) {
      sound.placement = { ...sound.placement, muted: placement.muted };
    } else {
      this.#place('audio', null, placement);
    }
    this.refresh();
    const element = this.#players.get('audio')?.element;
    if (element) await this.#setSink(element);
    await this.resume();
  }

  stop(option?: MediaOption): void {
    for (const player of this.#chosen(option)) {
      this.#players.delete(keyOf(player.kind, player.resolutionId));
      this.#remove(player);
    }
  }

  /** Rejects with 90100021 if the browser refuses. */
  async resume(option?: MediaOption): Promise<void> {
    const elements = this.#chosen(option).flatMap(({ element }) => (element?.srcObject ? [element] : []));
    try {
      await Promise.all(elements.map((element) => element.play()));
    } catch (cause) {
      // Replaced or removed before it began to play: nothing was refused.
      if ((cause as { name?: unknown } | null)?.name === 'AbortError') return;
      throw new RtcError(
        RtcErrorCode.PLAY_NOT_ALLOWED,
        'The browser plays nothing before a gesture: call resume() when the user clicks.',
        { cause },
      );
    }
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    const element = this.#players.get('audio')?.element;
    if (element) element.volume = volume / 100;
  }

  async setSink(deviceId: string): Promise<void> {
    const before = this.#sinkId;
    this.#sinkId = deviceId;
    try {
      // What plays nothing yet tells as well whether there is such a speaker.
      await this.#setSink(this.#players.get('audio')?.element ?? document.createElement('audio'));
    } catch (cause) {
      this.#sinkId = before;
      throw cause;
    }
  }

  /** Tracks may have come, gone or changed. */
  refresh(): void {
    for (const player of this.#players.values()) {
      const { kind, resolutionId, placement } = player;
      if (!player.element && this.stream.has(kind)) this.#make(player);
      const { element } = player;
      if (!element) continue;
      element.muted = placement.muted || kind === 'video';
      if (kind === 'video') element.style.objectFit = placement.objectFit;
      const track = this.stream.track(kind, resolutionId);
      const shown = (element.srcObject as MediaStream | null)?.getTracks()[0] ?? null;
      if (shown === track) continue;
      player.unlisten();
      player.unlisten = track ? this.#listen(player, track) : () => undefined;
      element.srcObject = track ? new MediaStream([track]) : null;
      if (shown && track) element.play().catch(() => undefined);
      else if (shown) this.#say(player, 'STOPPED', 'ended');
    }
  }

  #place(kind: MediaKind, resolutionId: string | null, placement: Placement): void {
    const key = keyOf(kind, resolutionId);
    const player = this.#players.get(key);
    if (!player) {
      this.#players.set(key, { kind, resolutionId, placement, element: null, unlisten: () => undefined });
      return;
    }
    player.placement = placement;
    if (player.element && player.element.parentElement !== placement.container)
      placement.container.append(player.element);
  }

  #make(player: Player): void {
    const { kind, placement } = player;
    const element = document.createElement(kind);
    element.autoplay = true;
    if (element instanceof HTMLVideoElement) {
      element.playsInline = true;
      element.style.width = element.style.height = '100%';
      if (this.stream.mirrored()) element.style.transform = 'scaleX(-1)';
    } else {
      element.volume = this.#volume / 100;
    }
    element.addEventListener('playing', () => {
      this.#say(player, 'PLAYING', 'playing');
    });
    element.addEventListener('pause', () => {
      if (player.element === element) this.#say(player, 'PAUSED', element.isConnected ? 'pause' : 'removed');
    });
    placement.container.append(element);
    player.element = element;
  }

  /** What a track does by itself is a change of the player too. */
  #listen(player: Player, track: MediaStreamTrack): () => void {
    const over = new AbortController();
    const muted = (): void => {
      this.#say(player, 'PAUSED', 'mute');
    };
    const unmuted = (): void => {
      this.#say(player, 'PLAYING', 'unmute');
    };
    track.addEventListener('mute', muted, over);
    track.addEventListener('unmute', unmuted, over);
    return () => {
      over.abort();
    };
  }

  #remove(player: Player): void {
    player.unlisten();
    const { element } = player;
    if (!element) return;
    player.element = null;
    element.srcObject = null;
    element.remove();
    this.#say(player, 'STOPPED', 'stop');
  }

  #say({ kind, resolutionId }: Player, state: PlayerStateChange['state'], reason: string): void {
    this.tell({ type: kind, id: this.stream.id(kind, resolutionId), state, reason });
  }

  #chosen(option: MediaOption | undefined): Player[] {
    const ids = option?.resolutionIds;
    const named = ids === undefined ? null : typeof ids === 'string' ? [ids] : ids;
    const best = this.stream.id('video', null);
    return [...this.#players.values()].filter(({ kind, resolutionId }) => {
      if (option && !option[kind]) return false;
      return kind === 'audio' || !named || named.includes(resolutionId ?? best);
    });
  }

  async #setSink(element: HTMLMediaElement): Promise<void> {
    if (!('setSinkId' in element) || element.sinkId === this.#sinkId) return;
    try {
      await element.setSinkId(this.#sinkId);
    } catch (cause) {
      throw sinkError(cause);
    }
  }
}

function keyOf(kind: MediaKind, resolutionId: string | null): string {
  return kind === 'audio' ? 'audio' : `video ${resolutionId ?? ''}`;
}

function sinkError(cause: unknown): RtcError {
  const name = (cause as { name?: unknown } | null)?.name;
  if (name === 'NotFoundError') {
    return new RtcError(
      RtcErrorCode.NO_AVAILABLE_AUDIO_OUTPUT_DEVICES,
      'There is no speaker of this id now: take one of HRTC.getSpeakers().',
      { cause },
    );
  }
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    return new RtcError(
      RtcErrorCode.CAPTURE_PERMISSION_DENIED,
      'The browser does not let this page use that speaker.',
      { cause },
    );
  }
  return toRtcError(cause);
}
