import { act, screen, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { MeetingRoom } from '../../src/components/MeetingRoom/MeetingRoom.js';
import { NetworkQualityIndicator } from '../../src/components/NetworkQualityIndicator/NetworkQualityIndicator.js';
import { StatsOverlay } from '../../src/components/StatsOverlay/StatsOverlay.js';
import { useLocalStream } from '../../src/hooks/media/useLocalStream.js';
import { usePublish } from '../../src/hooks/media/usePublish.js';
import { zh } from '../../src/locales/zh.js';
import { HummerProvider } from '../../src/hooks/connection/HummerProvider.js';
import type { TestBackend } from '../../src/testing/index.js';
import { inRoom, joins, ROOM } from './support/stage.js';

const media = { media: {} };
const tick = (backend: TestBackend, ms: number): Promise<void> => act(() => backend.clock.tick(ms));

function Published({ children }: { children: ReactElement }): ReactElement {
  usePublish(ROOM, useLocalStream({ audio: true, video: true }).streamKey);
  return children;
}

describe('NetworkQualityIndicator', () => {
  const filled = (): number => document.querySelectorAll('[data-filled]').length;

  it('says that nothing is known before anything was sent', async () => {
    await inRoom(<NetworkQualityIndicator />, media);
    const mark = screen.getByRole('img', { name: 'Connection quality not known' });
    expect(mark).toHaveAttribute('data-quality', '0');
    expect(filled()).toBe(0);
  });

  it.each([
    [1, 'Excellent connection', 4],
    [2, 'Good connection', 3],
    [3, 'Fair connection', 2],
    [4, 'Poor connection', 1],
    [5, 'Bad connection', 1],
    [6, 'Not connected', 0],
  ] as const)('shows one’s own network of quality %i as “%s”, with %i bars', async (quality, name, bars) => {
    const { backend } = await inRoom(
      <Published>
        <NetworkQualityIndicator />
      </Published>,
      media,
    );
    await joins(backend, 'ana', { publishes: true });
    await tick(backend, 2000);
    backend.faults.quality('me', quality);
    await tick(backend, 4000);
    expect(screen.getByRole('img', { name })).toHaveAttribute('data-quality', String(quality));
    expect(filled()).toBe(bars);
  });

  it('shows somebody else’s as the server receives them, in the provider’s words', async () => {
    const { backend, hummer, rerender } = await inRoom(<NetworkQualityIndicator uid="ana" />, media);
    await joins(backend, 'ana', { publishes: true });
    backend.faults.quality('ana', 5);
    await tick(backend, 4000);
    expect(screen.getByRole('img', { name: 'Bad connection' })).toBeInTheDocument();
    rerender(
      <HummerProvider hummer={hummer} strings={zh} locale="zh">
        <NetworkQualityIndicator uid="ana" roomId={ROOM} />
      </HummerProvider>,
    );
    await tick(backend, 4000);
    expect(screen.getByRole('img', { name: zh.networkBad as string })).toBeInTheDocument();
  });
});

describe('a tile of a meeting', () => {
  it('says how well the network carries whose it is', async () => {
    const { backend } = await inRoom(<MeetingRoom roomId={ROOM} />, { room: undefined as never });
    await joins(backend, 'ana', { publishes: true });
    backend.faults.quality('ana', 4);
    await tick(backend, 4000);
    const mark = (name: string): HTMLElement => within(screen.getByRole('group', { name })).getByRole('img');
    expect(mark('ana')).toHaveAccessibleName('Poor connection');
    expect(mark('me (you)')).toHaveAccessibleName('Excellent connection');
  });

  it('has no such mark, and no muted microphone, where it is a screen', async () => {
    const { backend } = await inRoom(<MeetingRoom roomId={ROOM} />, { room: undefined as never });
    await backend.peer('ana').publish(ROOM, { screen: true });
    await tick(backend, 4000);
    const screenTile = screen.getByRole('group', { name: 'Screen of ana' });
    expect(within(screenTile).queryByRole('img')).toBeNull();
    expect(screenTile).not.toHaveAttribute('data-muted');
  });
});

describe('StatsOverlay', () => {
  it('has the numbers of what is sent and received', async () => {
    const { backend } = await inRoom(
      <Published>
        <StatsOverlay />
      </Published>,
      media,
    );
    await joins(backend, 'ana', { displayName: 'Ana', publishes: true });
    backend.faults.quality('me', 3);
    await tick(backend, 2000);
    const cells = screen
      .getAllByRole<HTMLTableRowElement>('row')
      .map((row) => [...row.cells].map((cell) => cell.textContent));
    expect(cells[0]).toEqual([
      'Who',
      'What',
      'kbit/s',
      'Picture, per second',
      'Loss, %',
      'Round trip / jitter, ms',
    ]);
    expect(cells).toContainEqual(['↑ me', 'Microphone', '32', '', '5.5', '325 / 80']);
    const received = cells.find(([who, what]) => who === '↓ Ana' && what === 'Camera');
    expect(received?.[3]).toMatch(/^640 × 360, \d+$/);
    expect(Number(received?.[2])).toBeGreaterThan(100);
  });

  it('calls a screen a screen', async () => {
    const { backend } = await inRoom(<StatsOverlay />, media);
    await backend.peer('ana').publish(ROOM, { screen: true });
    await tick(backend, 2000);
    expect(screen.getByRole('cell', { name: 'Screen' })).toBeInTheDocument();
  });
});
