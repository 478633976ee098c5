import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import { Batch, createEntityTable } from '../../store/entityTable.js';
import type { StreamKey } from '../../store/state.js';
import type { HummerInternals, MediaPart } from '../internals.js';
import { Counted } from './Counted.js';
import { RtcError, unsupported } from './RtcError.js';

/** Into the window and out of it. @public */
export interface PictureInPictureActions {
  readonly enter: () => Promise<void>;
  readonly exit: () => Promise<void>;
}

interface Shown {
  readonly streamId: string;
  readonly element: HTMLVideoElement;
  readonly end: () => void;
}

/** Whether the browser has picture-in-picture for videos. */
export function canShowPictureInPicture(): boolean {
  const page = (globalThis as { document?: Partial<Document> }).document;
  return page?.pictureInPictureEnabled === true;
}

/**
 * Streams in the browser's picture-in-picture window: one at a time, in an element of its own, so that no tile has to lend its
 * own or stay mounted. It follows the stream's track and ends with it.
 */
export class PictureInPicture {
  /** By stream id: whether it is in the window. */
  readonly states = createEntityTable<boolean>(new Batch());
  readonly #actions = new Map<string, PictureInPictureActions>();
  readonly #counted: Counted;
  #shown: Shown | null = null;

  constructor(
    private readonly internals: HummerInternals,
    private readonly media: MediaPart,
  ) {
    this.#counted = new Counted(internals.clock, (id) => {
      void this.#exit(id);
    });
  }

  /** The window closes with the last who holds it. */
  hold(streamId: string): () => void {
    return this.#counted.hold(streamId);
  }

  actions(key: StreamKey): PictureInPictureActions {
    let actions = this.#actions.get(key.streamId);
    if (!actions) {
      actions = { enter: () => this.#enter(key), exit: () => this.#exit(key.streamId) };
      this.#actions.set(key.streamId, actions);
    }
    return actions;
  }

  async #enter(key: StreamKey): Promise<void> {
    const { streamId } = key;
    if (this.#shown?.streamId === streamId) return;
    if (!canShowPictureInPicture()) throw unsupported('Picture-in-picture');
    const track = this.#track(key);
    if (!track) {
      throw new RtcError(RtcErrorCode.INVALID_OPERATION, 'There is no picture of this stream to show yet.');
    }
    const element = document.createElement('video');
    element.muted = true;
    element.playsInline = true;
    element.srcObject = new MediaStream([track]);
    const shown: Shown = { streamId, element, end: this.#follow(key, element) };
    try {
      await hasPicture(element);
      await element.requestPictureInPicture();
    } catch (cause) {
      shown.end();
      throw new RtcError(
        RtcErrorCode.PLAY_NOT_ALLOWED,
        'The browser opens picture-in-picture only from a click: call enter() when the user clicks.',
        { cause },
      );
    }
    // The window has left whoever was in it before.
    this.#shown = shown;
    this.states.set(streamId, true);
    element.addEventListener('leavepictureinpicture', () => {
      this.#left(shown);
    });
  }

  async #exit(streamId: string): Promise<void> {
    const shown = this.#shown;
    if (shown?.streamId !== streamId) return;
    this.#left(shown);
    if (document.pictureInPictureElement === shown.element) await document.exitPictureInPicture();
  }

  #left(shown: Shown): void {
    shown.end();
    this.states.delete(shown.streamId);
    if (this.#shown === shown) this.#shown = null;
  }

  #follow(key: StreamKey, element: HTMLVideoElement): () => void {
    const { localStreams, remoteStreams } = this.internals.store;
    const table = key.isLocal ? localStreams : remoteStreams;
    const unsubscribe = table.subscribe(key.streamId, () => {
      if (!table.get(key.streamId)) void this.#exit(key.streamId).catch(() => undefined);
      const track = this.#track(key);
      const before = (element.srcObject as MediaStream | null)?.getTracks()[0] ?? null;
      if (track === before || !track) return;
      element.srcObject = new MediaStream([track]);
      element.play().catch(() => undefined);
    });
    // The window may be larger than any tile.
    const viewer = key.isLocal ? null : this.media.watchVideo(key);
    viewer?.update('all');
    return () => {
      unsubscribe();
      viewer?.release();
      element.srcObject = null;
    };
  }

  #track({ streamId, isLocal }: StreamKey): MediaStreamTrack | null {
    const { localStreams, remoteStreams } = this.internals.store;
    const trackId = (isLocal ? localStreams.get(streamId) : remoteStreams.get(streamId))?.videoTrackId;
    return trackId == null ? null : this.media.track(trackId);
  }
}

/** The window opens only for an element that knows its picture's size. */
async function hasPicture(element: HTMLVideoElement): Promise<void> {
  const loaded = new Promise<void>((resolve) => {
    element.addEventListener(
      'loadedmetadata',
      () => {
        resolve();
      },
      { once: true },
    );
  });
  await element.play();
  if (element.readyState === HTMLMediaElement.HAVE_NOTHING) await loaded;
}
