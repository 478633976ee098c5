import { act, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useRemoteStreams } from '../../../src/hooks/media/useRemoteStreams.js';
import { useLocalStreams } from '../../../src/hooks/media/useLocalStreams.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { useScreenShare } from '../../../src/hooks/media/useScreenShare.js';
import { useScreenShareToggle } from '../../../src/hooks/media/useScreenShareToggle.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { renderHookWithHummer, renderWithHummer } from '../../../src/testing/react.js';

let backend: TestBackend;
let browser: FakeBrowser;
const unhandled = vi.fn();
beforeEach(() => {
  backend = createTestBackend();
  browser = fakeBrowser();
  unhandled.mockClear();
  process.on('unhandledRejection', unhandled);
});
afterEach(async () => {
  process.off('unhandledRejection', unhandled);
  await backend.close();
  browser();
  expect(unhandled).not.toHaveBeenCalled();
});

const asked = (event: string, uid = 'me'): number =>
  backend.server.log().filter((entry) => entry.uid === uid && entry.event === event).length;

function use(role: 'speaker' | 'audience' = 'speaker') {
  const rtc = useRtc('demo', { role });
  return { rtc, share: useScreenShare('demo'), streams: useLocalStreams() };
}
async function inRoom(role?: 'speaker' | 'audience') {
  const rendered = renderHookWithHummer(() => use(role), { backend, strict: true });
  await backend.settle();
  return rendered;
}

describe('sharing a screen', () => {
  it('shows it to the others under the source screen, sound and all, after one question', async () => {
    const { result } = await inRoom();
    const watcher = renderHookWithHummer(() => (useRtc('demo'), useRemoteStreams('demo')), {
      backend,
      uid: 'bob',
    });
    await backend.settle();
    expect(result.current.share).toMatchObject({ status: 'idle', streamKey: null, error: null });
    await act(() => Promise.all([result.current.share.start(), result.current.share.start()]));
    await backend.settle();
    expect(result.current.share).toMatchObject({
      status: 'sharing',
      streamKey: { source: 'screen', isLocal: true },
    });
    expect(browser.machine.screen.asked).toBe(1);
    expect(asked('produce')).toBe(2);
    expect(watcher.result.current).toEqual([expect.objectContaining({ uid: 'me', source: 'screen' })]);
    expect(result.current.streams).toEqual([result.current.share.streamKey]);
  });

  it('takes the size that is asked for, and no sound where none is wanted', async () => {
    const { result } = await inRoom();
    await act(() => result.current.share.start({ audio: false, profile: '1080p' }));
    const tracks = browser.machine.screen.tracks;
    expect(tracks.map((track) => track.kind)).toEqual(['video']);
    expect(tracks[0]?.getSettings()).toMatchObject({ width: 1920, height: 1080, frameRate: 15 });
  });

  it('ends at once with stop(), for the user and for the others', async () => {
    const { result } = await inRoom();
    const watcher = renderHookWithHummer(() => (useRtc('demo'), useRemoteStreams('demo')), {
      backend,
      uid: 'bob',
    });
    await act(() => result.current.share.start());
    await backend.settle();
    await act(() => result.current.share.stop());
    expect(browser.machine.screen.sharing).toBe(false);
    expect(result.current.share).toMatchObject({ status: 'idle', streamKey: null });
    expect(result.current.streams).toEqual([]);
    await backend.settle();
    expect(watcher.result.current).toEqual([]);
  });

  it('ends with the stop button of the browser, and can begin again', async () => {
    const { result } = await inRoom();
    await act(() => result.current.share.start());
    await backend.settle();
    act(() => {
      browser.machine.screen.stopSharing();
    });
    expect(result.current.share).toMatchObject({ status: 'idle', streamKey: null, error: null });
    await backend.settle();
    expect(asked('closeProducer')).toBe(2);
    await act(() => result.current.share.start());
    await backend.settle();
    expect(result.current.share.status).toBe('sharing');
    expect(browser.machine.screen.asked).toBe(2);
  });

  it('says that nothing was chosen, and forgets it with the next attempt', async () => {
    const { result } = await inRoom();
    browser.machine.screen.choice = 'cancel';
    await act(async () => {
      await expect(result.current.share.start()).rejects.toMatchObject({ code: 90_100_017 });
    });
    expect(result.current.share).toMatchObject({ status: 'failed', error: { code: 90_100_017 } });
    expect(result.current.share.error?.message).toMatch(/nothing was chosen/);
    browser.machine.screen.choice = 'pick';
    await act(() => result.current.share.start());
    await backend.settle();
    expect(result.current.share).toMatchObject({ status: 'sharing', error: null });
  });

  it('gives up what is picked after stop()', async () => {
    const { result } = await inRoom();
    browser.machine.screen.choice = 'wait';
    let started = Promise.resolve();
    act(() => {
      started = result.current.share.start();
    });
    await backend.settle();
    expect(result.current.share.status).toBe('starting');
    await act(() => result.current.share.stop());
    browser.machine.screen.answer(true);
    await act(() => started);
    await backend.settle();
    expect(browser.machine.screen.sharing).toBe(false);
    expect(result.current.share.status).toBe('idle');
    expect(asked('produce')).toBe(0);
  });

  it('asks nobody outside of the room or in the audience, and says why', async () => {
    const { result } = renderHookWithHummer(() => useScreenShare('demo'), { backend });
    await act(async () => {
      await expect(result.current.start()).rejects.toMatchObject({ code: 90_100_007 });
    });
    expect(result.current).toMatchObject({ status: 'failed', error: { code: 90_100_007 } });
    const audience = await inRoom('audience');
    await act(async () => {
      await expect(audience.result.current.share.start()).rejects.toMatchObject({ code: 90_100_022 });
    });
    expect(browser.machine.screen.asked).toBe(0);
  });

  it('refuses a profile that is none', async () => {
    const { result } = await inRoom();
    await act(async () => {
      await expect(result.current.share.start({ profile: { width: -1 } })).rejects.toMatchObject({
        code: 90_000_005,
        context: { type: 'input', field: 'width' },
      });
    });
    expect(browser.machine.screen.asked).toBe(0);
  });

  it('ends when the room is left, and when the role may not send any more', async () => {
    const { result } = await inRoom();
    await act(() => result.current.share.start());
    await backend.settle();
    await act(() => result.current.rtc.leave());
    expect(result.current.share).toMatchObject({ status: 'idle', error: null });
    expect(browser.machine.screen.sharing).toBe(false);
    await act(() => result.current.rtc.join());
    await act(() => result.current.share.start());
    await backend.settle();
    await act(() => result.current.rtc.switchRole('audience'));
    expect(result.current.share).toMatchObject({ status: 'failed', error: { code: 90_100_022 } });
    expect(browser.machine.screen.sharing).toBe(false);
  });

  it('goes on through a break of the link', async () => {
    const { result } = await inRoom();
    await act(() => result.current.share.start());
    await backend.settle();
    backend.faults.disconnect('me');
    await backend.clock.tick(10_000);
    expect(result.current.share.status).toBe('sharing');
    expect(asked('produce')).toBe(2);
  });

  it('is one share for all components, which ends 200 ms after the last of them', async () => {
    const { result, rerender, unmount } = renderHookWithHummer(
      ({ two }) => {
        useRtc('demo');
        useScreenShareToggle(two ? 'demo' : null);
        return useScreenShare('demo');
      },
      { backend, initialProps: { two: true } },
    );
    await backend.settle();
    await act(() => result.current.start());
    rerender({ two: false });
    await backend.clock.tick(1_000);
    expect(result.current.status).toBe('sharing');
    unmount();
    await backend.clock.tick(199);
    expect(browser.machine.screen.sharing).toBe(true);
    await backend.clock.tick(1);
    expect(browser.machine.screen.sharing).toBe(false);
  });
});

describe('useScreenShareToggle', () => {
  function Bar(): ReactElement {
    useRtc('demo');
    const { status } = useScreenShare('demo');
    const { buttonProps } = useScreenShareToggle('demo');
    return (
      <main data-status={status}>
        <button {...buttonProps}>Share screen</button>
      </main>
    );
  }
  const button = (): HTMLElement => screen.getByRole('button', { name: 'Share screen' });
  const press = (): void => {
    act(() => {
      button().click();
    });
  };

  it('is pressed while the screen is shared, and stops it', async () => {
    renderWithHummer(<Bar />, { backend });
    await backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'false');
    press();
    await backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('main')).toHaveAttribute('data-status', 'sharing');
    press();
    await backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'false');
    expect(browser.machine.screen.sharing).toBe(false);
  });

  it('shows that the picker is open, and gives it up when it is pressed again', async () => {
    browser.machine.screen.choice = 'wait';
    renderWithHummer(<Bar />, { backend });
    await backend.settle();
    press();
    expect(button()).toHaveAttribute('data-pending', 'true');
    press();
    expect(button()).not.toHaveAttribute('data-pending');
    browser.machine.screen.answer(false);
    await backend.settle();
    expect(screen.getByRole('main')).toHaveAttribute('data-status', 'idle');
  });

  it('is disabled where screens cannot be shared', async () => {
    Reflect.deleteProperty(navigator.mediaDevices, 'getDisplayMedia');
    renderWithHummer(<Bar />, { backend });
    await backend.settle();
    expect(button()).toBeDisabled();
  });
});
