import { vi } from 'vitest';

/** What jsdom lacks: elements have sizes and places, and observers that tell. */
export interface Sight {
  /** Sets the size and tells. */
  resize(element: Element, width: number, height: number): void;
  scroll(element: Element, onScreen: boolean): void;
  hideTab(hidden: boolean): void;
  pictureInPicture(element: Element | null): void;
  /** Elements that somebody observes. */
  observed(): number;
  undo(): void;
}

export function fakeSight(): Sight {
  const sizes = new Set<Element>();
  const places = new Set<Element>();
  let resized: ResizeObserverCallback = () => undefined;
  let moved: IntersectionObserverCallback = () => undefined;
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(callback: ResizeObserverCallback) {
        resized = callback;
      }
      observe = (element: Element) => sizes.add(element);
      unobserve = (element: Element) => sizes.delete(element);
    },
  );
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(callback: IntersectionObserverCallback) {
        moved = callback;
      }
      observe = (element: Element) => places.add(element);
      unobserve = (element: Element) => places.delete(element);
    },
  );
  const own = (target: object, name: string, value: unknown): void => {
    Object.defineProperty(target, name, { configurable: true, value });
  };
  return {
    resize(element, width, height) {
      own(element, 'clientWidth', width);
      own(element, 'clientHeight', height);
      if (sizes.has(element)) resized([{ target: element } as ResizeObserverEntry], {} as ResizeObserver);
    },
    scroll(element, isIntersecting) {
      const entry = { target: element, isIntersecting } as IntersectionObserverEntry;
      if (places.has(element)) moved([entry], {} as IntersectionObserver);
    },
    hideTab(hidden) {
      own(document, 'hidden', hidden);
      document.dispatchEvent(new Event('visibilitychange'));
    },
    pictureInPicture(element) {
      const before = document.pictureInPictureElement;
      own(document, 'pictureInPictureElement', element);
      (element ?? before)?.dispatchEvent(
        new Event(element ? 'enterpictureinpicture' : 'leavepictureinpicture'),
      );
    },
    observed: () => new Set([...sizes, ...places]).size,
    undo() {
      vi.unstubAllGlobals();
      Reflect.deleteProperty(document, 'hidden');
      Reflect.deleteProperty(document, 'pictureInPictureElement');
    },
  };
}
