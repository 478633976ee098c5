import { act, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { useRemoteStreams } from '../../../src/hooks/media/useRemoteStreams.js';
import { useLocalStreams } from '../../../src/hooks/media/useLocalStreams.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { useScreenShare } from '../../../src/hooks/media/useScreenShare.js';
import { useScreenShareToggle } from '../../../src/hooks/media/useScreenShareToggle.js';
import { renderHookWithHummer, renderWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../support/mediaStage.js';

const stage = mediaStage();

const asked = (event: string, uid = 'me'): number =>
  stage.backend.server.log().filter((entry) => entry.uid === uid && entry.event === event).length;

function use(role: 'speaker' | 'audience' = 'speaker') {
  const rtc = useRtc('demo', { role });
  return { rtc, share: useScreenShare('demo'), streams: useLocalStreams() };
}
async function inRoom(role?: 'speaker' | 'audience') {
  const rendered = renderHookWithHummer(() => use(role), { backend: stage.backend, strict: true });
  await stage.backend.settle();
  return rendered;
}

describe('sharing a screen', () => {
  it('shows it to the others under the source screen, sound and all, after one question', async () => {
    const { result } = await inRoom();
    const watcher = renderHookWithHummer(() => (useRtc('demo'), useRemoteStreams('demo')), {
      backend: stage.backend,
      uid: 'bob',
    });
    await stage.backend.settle();
    expect(result.current.share).toMatchObject({ status: 'idle', streamKey: null, error: null });
    await act(() => Promise.all([result.current.share.start(), result.current.share.start()]));
    await stage.backend.settle();
    expect(result.current.share).toMatchObject({
      status: 'sharing',
      streamKey: { source: 'screen', isLocal: true },
    });
    expect(stage.browser.machine.screen.asked).toBe(1);
    expect(asked('produce')).toBe(2);
    expect(watcher.result.current).toEqual([expect.objectContaining({ uid: 'me', source: 'screen' })]);
    expect(result.current.streams).toEqual([result.current.share.streamKey]);
  });

  it('takes the size that is asked for, and no sound where none is wanted', async () => {
    const { result } = await inRoom();
    await act(() => result.current.share.start({ audio: false, profile: '1080p' }));
    const tracks = stage.browser.machine.screen.tracks;
    expect(tracks.map((track) => track.kind)).toEqual(['video']);
    expect(tracks[0]?.getSettings()).toMatchObject({ width: 1920, height: 1080, frameRate: 15 });
  });

  it('ends at once with stop(), for the user and for the others', async () => {
    const { result } = await inRoom();
    const watcher = renderHookWithHummer(() => (useRtc('demo'), useRemoteStreams('demo')), {
      backend: stage.backend,
      uid: 'bob',
    });
    await act(() => result.current.share.start());
    await stage.backend.settle();
    await act(() => result.current.share.stop());
    expect(stage.browser.machine.screen.sharing).toBe(false);
    expect(result.current.share).toMatchObject({ status: 'idle', streamKey: null });
    expect(result.current.streams).toEqual([]);
    await stage.backend.settle();
    expect(watcher.result.current).toEqual([]);
  });

  it('ends with the stop button of the browser, and can begin again', async () => {
    const { result } = await inRoom();
    await act(() => result.current.share.start());
    await stage.backend.settle();
    act(() => {
      stage.browser.machine.screen.stopSharing();
    });
    expect(result.current.share).toMatchObject({ status: 'idle', streamKey: null, error: null });
    await stage.backend.settle();
    expect(asked('closeProducer')).toBe(2);
    await act(() => result.current.share.start());
    await stage.backend.settle();
    expect(result.current.share.status).toBe('sharing');
    expect(stage.browser.machine.screen.asked).toBe(2);
  });

  it('says that nothing was chosen, and forgets it with the next attempt', async () => {
    const { result } = await inRoom();
    stage.browser.machine.screen.choice = 'cancel';
    await act(async () => {
      await expect(result.current.share.start()).rejects.toMatchObject({ code: 90_100_017 });
    });
    expect(result.current.share).toMatchObject({ status: 'failed', error: { code: 90_100_017 } });
    expect(result.current.share.error?.message).toMatch(/nothing was chosen/);
    stage.browser.machine.screen.choice = 'pick';
    await act(() => result.current.share.start());
    await stage.backend.settle();
    expect(result.current.share).toMatchObject({ status: 'sharing', error: null });
  });

  it('gives up what is picked after stop()', async () => {
    const { result } = await inRoom();
    stage.browser.machine.screen.choice = 'wait';
    let started = Promise.resolve();
    act(() => {
      started = result.current.share.start();
    });
    await stage.backend.settle();
    expect(result.current.share.status).toBe('starting');
    await act(() => result.current.share.stop());
    stage.browser.machine.screen.answer(true);
    await act(() => started);
    await stage.backend.settle();
    expect(stage.browser.machine.screen.sharing).toBe(false);
    expect(result.current.share.status).toBe('idle');
    expect(asked('produce')).toBe(0);
  });

  it('asks nobody outside of the room or in the audience, and says why', async () => {
    const { result } = renderHookWithHummer(() => useScreenShare('demo'), { backend: stage.backend });
    await act(async () => {
      await expect(result.current.start()).rejects.toMatchObject({ code: 90_100_007 });
    });
    expect(result.current).toMatchObject({ status: 'failed', error: { code: 90_100_007 } });
    const audience = await inRoom('audience');
    await act(async () => {
      await expect(audience.result.current.share.start()).rejects.toMatchObject({ code: 90_100_022 });
    });
    expect(stage.browser.machine.screen.asked).toBe(0);
  });

  it('refuses a profile that is none', async () => {
    const { result } = await inRoom();
    await act(async () => {
      await expect(result.current.share.start({ profile: { width: -1 } })).rejects.toMatchObject({
        code: 90_000_005,
        context: { type: 'input', field: 'width' },
      });
    });
    expect(stage.browser.machine.screen.asked).toBe(0);
  });

  it('ends when the room is left, and when the role may not send any more', async () => {
    const { result } = await inRoom();
    await act(() => result.current.share.start());
    await stage.backend.settle();
    await act(() => result.current.rtc.leave());
    expect(result.current.share).toMatchObject({ status: 'idle', error: null });
    expect(stage.browser.machine.screen.sharing).toBe(false);
    await act(() => result.current.rtc.join());
    await act(() => result.current.share.start());
    await stage.backend.settle();
    await act(() => result.current.rtc.switchRole('audience'));
    expect(result.current.share).toMatchObject({ status: 'failed', error: { code: 90_100_022 } });
    expect(stage.browser.machine.screen.sharing).toBe(false);
  });

  it('goes on through a break of the link', async () => {
    const { result } = await inRoom();
    await act(() => result.current.share.start());
    await stage.backend.settle();
    stage.backend.faults.disconnect('me');
    await stage.backend.clock.tick(10_000);
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
      { backend: stage.backend, initialProps: { two: true } },
    );
    await stage.backend.settle();
    await act(() => result.current.start());
    rerender({ two: false });
    await stage.backend.clock.tick(1_000);
    expect(result.current.status).toBe('sharing');
    unmount();
    await stage.backend.clock.tick(199);
    expect(stage.browser.machine.screen.sharing).toBe(true);
    await stage.backend.clock.tick(1);
    expect(stage.browser.machine.screen.sharing).toBe(false);
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
    renderWithHummer(<Bar />, { backend: stage.backend });
    await stage.backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'false');
    press();
    await stage.backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('main')).toHaveAttribute('data-status', 'sharing');
    press();
    await stage.backend.settle();
    expect(button()).toHaveAttribute('aria-pressed', 'false');
    expect(stage.browser.machine.screen.sharing).toBe(false);
  });

  it('shows that the picker is open, and gives it up when it is pressed again', async () => {
    stage.browser.machine.screen.choice = 'wait';
    renderWithHummer(<Bar />, { backend: stage.backend });
    await stage.backend.settle();
    press();
    expect(button()).toHaveAttribute('data-pending', 'true');
    press();
    expect(button()).not.toHaveAttribute('data-pending');
    stage.browser.machine.screen.answer(false);
    await stage.backend.settle();
    expect(screen.getByRole('main')).toHaveAttribute('data-status', 'idle');
  });

  it('is disabled where screens cannot be shared', async () => {
    Reflect.deleteProperty(navigator.mediaDevices, 'getDisplayMedia');
    renderWithHummer(<Bar />, { backend: stage.backend });
    await stage.backend.settle();
    expect(button()).toBeDisabled();
  });
});
