import { act, screen } from '@testing-library/react';
import { Activity, useState, type ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { VideoGrid } from '../../src/components/VideoGrid/VideoGrid.js';
import { inRoom, joins } from './support/stage.js';

const video = (): HTMLVideoElement => document.querySelector<HTMLVideoElement>('[aria-label="ana"] video')!;
const plays = (): boolean =>
  (video().srcObject as MediaStream | null)?.getVideoTracks()[0]?.readyState === 'live';
/** Lets the task end in which React has committed. */
const task = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 1)));

function Hidden(): ReactElement {
  const [mode, setMode] = useState<'visible' | 'hidden'>('visible');
  return (
    <>
      <button
        onClick={() => {
          setMode(mode === 'visible' ? 'hidden' : 'visible');
        }}
      >
        Hide
      </button>
      <Activity mode={mode}>
        <VideoGrid />
      </Activity>
    </>
  );
}

describe('a video element in an Activity', () => {
  it.each([true, false])('is let go while it is hidden, and shown again (strict: %s)', async (strict) => {
    const { backend, user } = await inRoom(<Hidden />, { media: {}, strict });
    await joins(backend, 'ana', { publishes: true });
    const before = video();
    expect(plays()).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Hide' }));
    await task();
    expect(before.srcObject).toBeNull();
    expect(before.isConnected).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Hide' }));
    await task();
    expect(plays()).toBe(true);
  });
});
