// What only a real browser knows: pictures that arrive, devices that are let go, sheets that paint, keys that move focus.
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { MeetingRoom } from '../../src/components/MeetingRoom/MeetingRoom.js';
import { renderWithHummer } from '../../src/testing/react.js';
import { pageStage } from './support/pageStage.js';
import '../../src/styles/styles.css';

describe('MeetingRoom in a browser', () => {
  const stage = pageStage();
  /** Every track that the page got from its devices. */
  let captured: MediaStreamTrack[];

  beforeEach(() => {
    captured = [];
    const capture = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(async (constraints) => {
      const stream = await capture(constraints);
      captured.push(...stream.getTracks());
      return stream;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.documentElement.removeAttribute('data-hummer-theme');
  });

  async function meet(): Promise<HTMLElement> {
    const { container } = renderWithHummer(<MeetingRoom roomId="demo" />, {
      backend: stage.backend,
      uid: 'ann',
    });
    await waitFor(
      async () => {
        await stage.backend.settle();
        expect(pictures(container)).toHaveLength(1);
      },
      { timeout: 10_000 },
    );
    return container;
  }
  const pictures = (container: HTMLElement): HTMLVideoElement[] =>
    [...container.querySelectorAll('video')].filter((video) => video.videoWidth > 0 && !video.paused);

  it('shows the real camera, and lets camera and microphone go when it unmounts', async () => {
    await meet();
    expect(captured.map((track) => track.kind).sort()).toEqual(['audio', 'video']);
    expect(captured.map((track) => track.readyState)).toEqual(['live', 'live']);
    cleanup();
    await stage.backend.clock.tick(250); // an unmount is a leave after 200 ms
    expect(captured.map((track) => track.readyState)).toEqual(['ended', 'ended']);
  });

  it('keeps its controls in the window where nothing gives it a height', async () => {
    const container = await meet();
    for (const name of ['bob', 'cleo', 'dan', 'eve']) await stage.backend.peer(name).join('demo');
    await waitFor(async () => {
      await stage.backend.settle();
      expect(container.querySelectorAll('.hummer-VideoTile')).toHaveLength(5);
    });
    const room = container.querySelector('.hummer-MeetingRoom');
    expect(room?.getBoundingClientRect().height).toBeLessThanOrEqual(Math.max(480, window.innerHeight));
  });

  it('paints light and dark, and gives way to one plain class of the app', async () => {
    const container = await meet();
    const room = container.querySelector('.hummer-MeetingRoom');
    if (room === null) throw new Error('no .hummer-MeetingRoom');
    const background = (): string => getComputedStyle(room).backgroundColor;
    document.documentElement.dataset['hummerTheme'] = 'light';
    const light = background();
    document.documentElement.dataset['hummerTheme'] = 'dark';
    expect(background()).not.toBe(light);
    const sheet = document.createElement('style');
    sheet.textContent = '.mine { background-color: rgb(1, 2, 3) }';
    document.head.append(sheet);
    room.classList.add('mine');
    expect(background()).toBe('rgb(1, 2, 3)');
    sheet.remove();
  });

  it('is worked with the keyboard alone', async () => {
    await meet();
    const mic = screen.getAllByRole('button').find((button) => button.classList.contains('hummer-MicButton'));
    if (mic === undefined) throw new Error('no microphone button');
    for (let i = 0; i < 40 && document.activeElement !== mic; i += 1) await userEvent.tab();
    expect(document.activeElement).toBe(mic);
    expect(getComputedStyle(mic).outlineStyle).not.toBe('none');
    const before = mic.getAttribute('aria-pressed');
    await userEvent.keyboard('{Enter}');
    await waitFor(async () => {
      await stage.backend.settle();
      expect(mic).toHaveAttribute('aria-pressed', before === 'true' ? 'false' : 'true');
    });
  });
});
