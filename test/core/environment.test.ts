import { afterEach, describe, expect, it, vi } from 'vitest';
import { pageEnvironment, pageOrigin } from '../../src/core/environment.js';

describe('outside of a page', () => {
  it('a client is online, seen, without memory, and hears nothing', () => {
    expect(pageEnvironment.online()).toBe(true);
    expect(pageEnvironment.hidden()).toBe(false);
    expect(pageEnvironment.storage).toBeNull();
    expect(pageOrigin()).toBe('');
    const handler = vi.fn();
    pageEnvironment.listen(handler)();
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('on a page', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const frame = new EventTarget();

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  function onPage(): void {
    vi.stubGlobal('document', page);
    vi.stubGlobal('window', frame);
    vi.stubGlobal('navigator', { onLine: false });
    vi.stubGlobal('location', { origin: 'https://app.example' });
  }

  it('a client hears when the page comes and goes, until it stops listening', () => {
    onPage();
    const heard: string[] = [];
    const stop = pageEnvironment.listen((event) => heard.push(event));
    frame.dispatchEvent(new Event('online'));
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    frame.dispatchEvent(new Event('pagehide'));
    frame.dispatchEvent(new Event('pageshow'));
    stop();
    frame.dispatchEvent(new Event('online'));
    expect(heard).toEqual(['online', 'hidden', 'visible', 'hide', 'show']);
  });

  it('a client knows what the browser knows', () => {
    onPage();
    expect(pageEnvironment.online()).toBe(false);
    expect(pageOrigin()).toBe('https://app.example');
  });

  it('a client works where the browser forbids its memory', () => {
    onPage();
    vi.stubGlobal('sessionStorage', undefined);
    Object.defineProperty(globalThis, 'sessionStorage', {
      configurable: true,
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    expect(pageEnvironment.storage).toBeNull();
  });
});
