// What only a real browser knows of a picture that moves: that it goes on playing.
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { SpeakerLayout } from '../../src/components/SpeakerLayout/SpeakerLayout.js';
import { VideoGrid } from '../../src/components/VideoGrid/VideoGrid.js';
import { renderWithHummer } from '../../src/testing/react.js';
import { pageStage } from './support/pageStage.js';
import '../../src/styles/styles.css';
import '../../src/styles/SpeakerLayout.css';

function Layouts(): ReactElement {
  const [grid, setGrid] = useState(true);
  return (
    <>
      <button
        onClick={() => {
          setGrid(!grid);
        }}
      >
        Switch
      </button>
      <div style={{ inlineSize: '40rem', blockSize: '24rem' }}>
        {grid ? <VideoGrid /> : <SpeakerLayout />}
      </div>
    </>
  );
}

describe('a video element that moves between layouts', () => {
  const stage = pageStage();

  async function shown(): Promise<HTMLVideoElement> {
    renderWithHummer(<Layouts />, { backend: stage.backend, room: 'demo', media: {} });
    await stage.backend.peer('ana').publish('demo', { video: true });
    return waitFor(
      async () => {
        await stage.backend.settle();
        const video = screen.getByRole('group', { name: 'ana' }).querySelector('video');
        if (!video || video.videoWidth === 0) throw new Error('no picture yet');
        return video;
      },
      { timeout: 10_000 },
    );
  }
  /** Resolves with the time of the picture that is painted next. */
  const nextFrame = (video: HTMLVideoElement): Promise<number> =>
    new Promise((resolve) => {
      video.requestVideoFrameCallback((_now, { mediaTime }) => {
        resolve(mediaTime);
      });
    });

  it('is the same, neither pauses nor loads, and paints on', async () => {
    const video = await shown();
    const events: string[] = [];
    for (const name of ['pause', 'emptied', 'loadstart', 'waiting'])
      video.addEventListener(name, () => events.push(name));
    const stream = video.srcObject;
    let painted = await nextFrame(video);
    for (let turn = 0; turn < 4; turn++) {
      await userEvent.click(screen.getByRole('button', { name: 'Switch' }));
      await stage.backend.settle();
      expect(screen.getByRole('group', { name: 'ana' }).querySelector('video')).toBe(video);
      const next = await nextFrame(video);
      expect(next).toBeGreaterThan(painted);
      painted = next;
    }
    expect(events).toEqual([]);
    expect(video.srcObject).toBe(stream);
    expect(video.paused).toBe(false);
  });

  it('never leaves the page on its way: what has the focus keeps it', async () => {
    const video = await shown();
    video.tabIndex = -1;
    video.focus();
    act(() => {
      screen.getByRole('button', { name: 'Switch' }).click();
    });
    expect(document.activeElement).toBe(video);
    await waitFor(() => {
      expect(document.querySelector('[data-hummer-parked]')).toBeNull();
    });
  });

  it('is let go when nobody shows it any more', async () => {
    const video = await shown();
    cleanup();
    await waitFor(() => {
      expect(video.srcObject).toBeNull();
    });
    expect(video.isConnected).toBe(false);
  });
});
