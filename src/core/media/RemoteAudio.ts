import { Shared } from '../../lib/shared.js';
import type { ClientStore } from '../../store/clientStore.js';
import type { Logger } from '../../lib/logger.js';
import type { Devices } from './Devices.js';
import type { TrackRegistry } from './TrackRegistry.js';

interface Speaker {
  readonly element: HTMLAudioElement;
  trackId: string | null;
  unsubscribe: () => void;
}

/**
 * Sound of the others: one hidden audio element per remote stream, so that each has its own volume and its sound goes on
 * when its tile is gone. All follow the chosen speaker. If the browser refuses to play before a gesture, the session store
 * says so, and `resume` plays everything.
 */
export class RemoteAudio {
  /** By room, then by stream. */
  readonly #rooms = new Map<string, ReadonlyMap<string, Speaker>>();
  readonly #attached = new Shared((roomKey: string) => this.#begin(roomKey));

  constructor(
    private readonly store: ClientStore,
    private readonly tracks: TrackRegistry,
    private readonly devices: Devices,
    private readonly log: Logger,
  ) {
    devices.onChange(() => this.#followSink());
  }

  /** Counted by room. */
  attach(roomKey: string): () => void {
    return 'document' in globalThis ? this.#attached.hold(roomKey) : () => undefined;
  }

  /** Plays all again: to be called from a gesture. Rejects if the browser still refuses. */
  async resume(): Promise<void> {
    const loaded = this.#speakers().filter(({ element }) => element.srcObject);
    await Promise.all(loaded.map(({ element }) => element.play()));
    this.#setBlocked(false);
  }

  #begin(roomKey: string): () => void {
    const speakers = new Map<string, Speaker>();
    this.#rooms.set(roomKey, speakers);
    const update = (): void => {
      const ids = new Set((this.store.remoteStreamKeys.get(roomKey) ?? []).map(({ streamId }) => streamId));
      for (const [streamId, speaker] of speakers) {
        if (ids.has(streamId)) continue;
        speakers.delete(streamId);
        this.#remove(speaker);
      }
      for (const streamId of ids) if (!speakers.has(streamId)) speakers.set(streamId, this.#add(streamId));
    };
    const stopObserving = this.devices.observe();
    const unsubscribe = this.store.remoteStreamKeys.subscribe(roomKey, update);
    update();
    return () => {
      unsubscribe();
      stopObserving();
      this.#rooms.delete(roomKey);
      for (const speaker of speakers.values()) this.#remove(speaker);
      if (this.#speakers().length === 0) this.#setBlocked(false);
    };
  }

  #add(streamId: string): Speaker {
    const element = document.createElement('audio');
    element.autoplay = true;
    element.hidden = true;
    element.dataset['hummerStream'] = streamId;
    document.body.append(element);
    const speaker: Speaker = { element, trackId: null, unsubscribe: () => undefined };
    const update = (): void => {
      this.#update(streamId, speaker);
    };
    speaker.unsubscribe = this.store.remoteStreams.subscribe(streamId, update);
    void this.#setSink(element);
    update();
    return speaker;
  }

  #update(streamId: string, speaker: Speaker): void {
    const { element } = speaker;
    const state = this.store.remoteStreams.get(streamId);
    element.volume = (state?.volume ?? 100) / 100;
    const trackId = state?.audioTrackId ?? null;
    if (trackId === speaker.trackId) return;
    speaker.trackId = trackId;
    const track = trackId === null ? null : this.tracks.get(trackId);
    element.srcObject = track ? new MediaStream([track]) : null;
    if (!track) return;
    element.play().catch((error: unknown) => {
      if ((error as { name?: unknown } | null)?.name === 'NotAllowedError') this.#setBlocked(true);
      // AbortError: the track was replaced before it began to play.
    });
  }

  #remove({ element, unsubscribe }: Speaker): void {
    unsubscribe();
    element.srcObject = null;
    element.remove();
  }

  async #followSink(): Promise<void> {
    await Promise.all(this.#speakers().map(({ element }) => this.#setSink(element)));
  }

  async #setSink(element: HTMLAudioElement): Promise<void> {
    const { sinkId } = this.devices;
    if (!this.devices.outputSelectable || element.sinkId === sinkId) return;
    try {
      await element.setSinkId(sinkId);
    } catch (error) {
      this.log.warn('The chosen speaker cannot be used; sound stays where it was.', error);
    }
  }

  #speakers(): Speaker[] {
    return [...this.#rooms.values()].flatMap((speakers) => [...speakers.values()]);
  }

  #setBlocked(autoplayBlocked: boolean): void {
    if (this.store.session.getState().autoplayBlocked !== autoplayBlocked)
      this.store.session.setState({ autoplayBlocked });
  }
}
