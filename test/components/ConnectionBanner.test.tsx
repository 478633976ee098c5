import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionBanner } from '../../src/components/ConnectionBanner/ConnectionBanner.js';
import { createTestBackend } from '../../src/testing/index.js';
import { inRoom } from './support/stage.js';

const banner = (): HTMLElement => screen.getByRole('status');
const later = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });

describe('ConnectionBanner', () => {
  // The link moves with the backend's clock, the banner's own delay with the page's.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is an empty live region while all is well', async () => {
    await inRoom(<ConnectionBanner />);
    expect(banner()).toBeEmptyDOMElement();
  });

  it('says nothing of a blip', async () => {
    const { backend } = await inRoom(<ConnectionBanner />);
    backend.faults.disconnect('me');
    await later(1000);
    await backend.clock.tick(5000);
    await later(5000);
    expect(banner()).toBeEmptyDOMElement();
  });

  it('tells that the link is lost, and for a moment that it is back', async () => {
    const { backend } = await inRoom(<ConnectionBanner delay={500} />);
    backend.faults.goOffline();
    await backend.clock.tick(1);
    await later(600);
    expect(banner()).toHaveTextContent('Connection lost. Reconnecting…');
    expect(banner()).toHaveAttribute('data-status', 'reconnecting');
    backend.faults.goOnline();
    await backend.clock.tick(30_000);
    expect(banner()).toHaveTextContent('Connected again.');
    await later(3000);
    expect(banner()).toBeEmptyDOMElement();
  });

  it('tells at once when somebody else took the session', async () => {
    const kicking = createTestBackend({ kickOnRemoteLogin: true });
    const { backend } = await inRoom(<ConnectionBanner />, { backend: kicking });
    backend.connect({ uid: 'me' });
    await backend.settle();
    expect(banner()).toHaveTextContent('You signed in somewhere else');
    expect(banner()).toHaveAttribute('data-status', 'lost');
  });
});
