import type { HummerInternals } from '../../core/internals.js';

/**
 * The video elements of a client. A tile borrows one for the stream that it shows; when the tile goes, the element stays for the
 * rest of the task, playing, and the next tile of the stream gets it. So a picture that moves between a grid and a layout, or
 * from a page to another, is re-parented in one commit and never goes black. What nobody takes is let go.
 */
export class VideoPool {
  readonly #free = new Map<string, HTMLVideoElement[]>();

  /** Puts an element for a stream into `host`: the one that its last tile has just given back, else a new one. */
  lend(streamId: string, host: HTMLElement): HTMLVideoElement {
    const video = this.#free.get(streamId)?.pop() ?? newVideo(host.ownerDocument);
    move(video, host);
    return video;
  }

  giveBack(streamId: string, video: HTMLVideoElement): void {
    const free = this.#free.get(streamId) ?? [];
    this.#free.set(streamId, free);
    free.push(video);
    const lot = park(video);
    setTimeout(() => {
      const place = free.indexOf(video);
      if (place >= 0) {
        free.splice(place, 1);
        showTrack(video, null);
        video.remove();
      }
      if (free.length === 0 && this.#free.get(streamId) === free) this.#free.delete(streamId);
      if (lot?.hasChildNodes() === false) lot.remove();
    }, 0);
  }
}

const pools = /* @__PURE__ */ new WeakMap<HummerInternals, VideoPool>();

export function videoPoolOf(internals: HummerInternals): VideoPool {
  let pool = pools.get(internals);
  if (!pool) pools.set(internals, (pool = new VideoPool()));
  return pool;
}

/** Plays a track; the one that is played already goes on without a gap. */
export function showTrack(video: HTMLVideoElement, track: MediaStreamTrack | null): void {
  const shown = (video.srcObject as MediaStream | null | undefined)?.getVideoTracks()[0] ?? null;
  if (shown !== track) video.srcObject = track && new MediaStream([track]);
  // Silent video may always play; a promise that is refused because the tile went away is no news.
  if (track && video.paused) Promise.resolve(video.play()).catch(() => undefined);
}

function newVideo(document: Document): HTMLVideoElement {
  const video = document.createElement('video');
  video.autoplay = video.muted = video.playsInline = true;
  video.setAttribute('aria-hidden', 'true');
  return video;
}

/** Where the browser can, without leaving the page for a moment: then nothing of an element's state is lost. */
function move(video: HTMLVideoElement, parent: HTMLElement): void {
  try {
    parent.moveBefore(video, null);
  } catch {
    // A browser without it, an element that is new, another document.
    parent.append(video);
  }
}

/** Into a hidden place of the page, as its tile is about to be removed; without moveBefore it stays in its tile. */
function park(video: HTMLVideoElement): HTMLElement | null {
  const { body } = video.ownerDocument;
  if (!video.isConnected || !('moveBefore' in body)) return null;
  let lot = body.querySelector<HTMLElement>(':scope > [data-hummer-parked]');
  if (!lot) {
    lot = video.ownerDocument.createElement('div');
    lot.hidden = true;
    lot.dataset['hummerParked'] = '';
    body.append(lot);
  }
  move(video, lot);
  return lot;
}
