import type { VideoNeed } from '../../core/media/layerChoice.js';

/** More pixels than twice the CSS size nobody tells apart in a moving picture. */
const MAX_RATIO = 2;
/** A tile that is about to be scrolled into sight is received already. */
const MARGIN = '100px';

interface Seen {
  readonly element: HTMLElement;
  readonly tell: (need: VideoNeed | null) => void;
  onScreen: boolean;
  need: VideoNeed | null;
}

/** One observer of each kind for all pictures of the page. */
class VisibleSizes {
  readonly #seen = new Map<Element, Seen>();
  readonly #sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#look(target);
  });
  readonly #places = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const seen = this.#seen.get(target);
        if (seen) seen.onScreen = isIntersecting;
        this.#look(target);
      }
    },
    { rootMargin: MARGIN },
  );
  readonly #lookAtAll = (): void => {
    for (const target of this.#seen.keys()) this.#look(target);
  };

  add(element: HTMLElement, tell: Seen['tell']): () => void {
    if (this.#seen.size === 0) document.addEventListener('visibilitychange', this.#lookAtAll);
    this.#seen.set(element, { element, tell, onScreen: false, need: null });
    this.#sizes.observe(element);
    this.#places.observe(element);
    for (const event of PICTURE_IN_PICTURE) element.addEventListener(event, this.#lookAtAll);
    return () => {
      this.#seen.delete(element);
      this.#sizes.unobserve(element);
      this.#places.unobserve(element);
      for (const event of PICTURE_IN_PICTURE) element.removeEventListener(event, this.#lookAtAll);
      if (this.#seen.size > 0) return;
      document.removeEventListener('visibilitychange', this.#lookAtAll);
      sizes = null;
    };
  }

  #look(target: Element): void {
    const seen = this.#seen.get(target);
    if (!seen) return;
    const need = needOf(seen);
    if (isSame(need, seen.need)) return;
    seen.need = need;
    seen.tell(need);
  }
}

const PICTURE_IN_PICTURE = ['enterpictureinpicture', 'leavepictureinpicture'] as const;

/** A picture in a window of its own is seen whatever becomes of its tile and its tab; how large it is nobody tells. */
function needOf({ element, onScreen }: Seen): VideoNeed | null {
  if (element.contains(document.pictureInPictureElement)) return 'all';
  const { clientWidth, clientHeight } = element;
  if (!onScreen || document.hidden || clientWidth === 0 || clientHeight === 0) return null;
  const ratio = Math.min(devicePixelRatio, MAX_RATIO);
  return {
    width: clientWidth * ratio,
    height: clientHeight * ratio,
    fit: getComputedStyle(element).objectFit === 'cover' ? 'cover' : 'contain',
  };
}

function isSame(one: VideoNeed | null, other: VideoNeed | null): boolean {
  if (one === other) return true;
  if (one === null || other === null || one === 'all' || other === 'all') return false;
  return one.width === other.width && one.height === other.height && one.fit === other.fit;
}

let sizes: VisibleSizes | null = null;

/**
 * Tells how much of a picture, or of the frame that it fills, can be seen, now and whenever it changes: null is nothing. Where
 * nobody can tell, all.
 */
export function observeVisibleSize(element: HTMLElement, tell: (need: VideoNeed | null) => void): () => void {
  if (!('ResizeObserver' in globalThis) || !('IntersectionObserver' in globalThis)) {
    tell('all');
    return () => undefined;
  }
  sizes ??= new VisibleSizes();
  return sizes.add(element, tell);
}
