import { cleanup, render } from '@testing-library/react';
import { useRef, type ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useVideoDemand } from '../../../src/hooks/media/useVideoDemand.js';
import type { StreamKey } from '../../../src/store/state.js';
import { around, scripted, type Scripted } from '../support/scripted.js';
import { fakeSight, type Sight } from '../support/sight.js';

const ANA: StreamKey = Object.freeze({ streamId: 'ana-main', uid: 'ana', source: 'main', isLocal: false });
const MINE: StreamKey = Object.freeze({ streamId: 'main', uid: 'me', source: 'main', isLocal: true });

describe('useVideoDemand', () => {
  let client: Scripted;
  let sight: Sight;

  function Picture({ of }: { of: StreamKey | null }): ReactElement {
    const video = useRef<HTMLVideoElement>(null);
    useVideoDemand(of, video);
    return <video ref={video} style={{ objectFit: 'cover' }} />;
  }
  const mount = (of: StreamKey | null) => {
    const view = render(<Picture of={of} />, { wrapper: around(client) });
    const element = view.container.querySelector('video');
    if (!element) throw new Error('No picture.');
    return { ...view, element };
  };
  const needs = (): unknown[] =>
    client.calls.filter(([name]) => name === 'viewer.update').map(([, , need]) => need);

  beforeEach(() => {
    sight = fakeSight();
    vi.stubGlobal('devicePixelRatio', 3);
    client = scripted();
  });
  afterEach(() => {
    cleanup(); // the observers of the page go with the last picture
    sight.undo();
  });

  it('needs what the element has room for, in device pixels up to twice its size', () => {
    const { element } = mount(ANA);
    sight.resize(element, 320, 180);
    sight.scroll(element, true);
    sight.resize(element, 640, 360);
    expect(needs()).toEqual([
      { width: 640, height: 360, fit: 'cover' },
      { width: 1280, height: 720, fit: 'cover' },
    ]);
  });

  it('needs nothing while scrolled away, hidden or in a hidden tab', () => {
    const { element } = mount(ANA);
    sight.resize(element, 320, 180);
    sight.scroll(element, true);
    sight.scroll(element, false);
    sight.scroll(element, true);
    sight.hideTab(true);
    sight.hideTab(false);
    sight.resize(element, 0, 0);
    const seen = { width: 640, height: 360, fit: 'cover' };
    expect(needs()).toEqual([seen, null, seen, null, seen, null]);
  });

  it('needs everything in a window of its own, also when its tab is hidden', () => {
    const { element } = mount(ANA);
    sight.resize(element, 320, 180);
    sight.scroll(element, true);
    sight.pictureInPicture(element);
    sight.hideTab(true);
    sight.pictureInPicture(null);
    expect(needs().slice(1)).toEqual(['all', null]);
  });

  it('gives everything back when it goes', () => {
    const { unmount } = mount(ANA);
    expect(sight.observed()).toBe(1);
    unmount();
    expect(sight.observed()).toBe(0);
    expect(client.names()).toContain('viewer.release');
  });

  it('asks nothing for one’s own picture, and nothing for none', () => {
    mount(MINE);
    mount(null);
    expect(sight.observed()).toBe(0);
    expect(client.names()).not.toContain('media.watchVideo');
  });

  it('needs everything where the browser cannot tell what is seen', () => {
    vi.stubGlobal('IntersectionObserver', undefined);
    Reflect.deleteProperty(globalThis, 'IntersectionObserver');
    mount(ANA);
    expect(needs()).toEqual(['all']);
  });
});
