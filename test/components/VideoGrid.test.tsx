import { screen, within } from '@testing-library/react';
import { memo } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { VideoGrid, type VideoGridProps } from '../../src/components/VideoGrid/VideoGrid.js';
import { VideoGridPager } from '../../src/components/VideoGrid/VideoGridPager.js';
import { VideoTile } from '../../src/components/VideoTile/VideoTile.js';
import type { TestBackend } from '../../src/testing/index.js';
import { countRenders } from '../../src/testing/countRenders.js';
import { inRoom, joins } from './support/stage.js';

const media = { media: {} };
const list = (): HTMLElement => screen.getByRole('list', { name: 'Videos' });
const names = (): (string | null)[] =>
  within(list())
    .getAllByRole('group')
    .map((tile) => tile.getAttribute('aria-label'));
const button = (name: string): HTMLElement => screen.getByRole('button', { name });

async function crowd(backend: TestBackend, count: number): Promise<void> {
  for (let index = 1; index <= count; index++)
    await joins(backend, `u${index}`, { publishes: index % 2 === 0 });
}

describe('VideoGrid', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('shows everybody, oneself first and the others as they came, whoever publishes when', async () => {
    const { backend } = await inRoom(<VideoGrid />, media);
    await crowd(backend, 3);
    expect(names()).toEqual(['me (you)', 'u1', 'u2', 'u3']);
    await backend.peer('u1').publish('demo');
    await backend.settle();
    expect(names()).toEqual(['me (you)', 'u1', 'u2', 'u3']);
    expect(screen.queryByRole('group', { name: 'Pages' })).toBeNull();
  });

  it('turns its pages, and has only the tiles of one of them', async () => {
    const { backend, user } = await inRoom(<VideoGrid perPage={2} />, media);
    await crowd(backend, 4);
    expect(names()).toEqual(['me (you)', 'u1']);
    expect(screen.getByRole('status')).toHaveTextContent('1 of 3');
    await user.click(button('Next page'));
    expect(names()).toEqual(['u2', 'u3']);
    await user.click(button('Next page'));
    expect(names()).toEqual(['u4']);
    const [item] = within(list()).getAllByRole('listitem');
    expect(item).toHaveAttribute('aria-posinset', '5');
    expect(item).toHaveAttribute('aria-setsize', '5');
  });

  it('keeps the focus on the button at the last page, where it does nothing', async () => {
    const { backend, user } = await inRoom(<VideoGrid perPage={2} />, media);
    await crowd(backend, 2);
    await user.click(button('Next page'));
    await user.keyboard('{Enter}');
    expect(button('Next page')).toHaveFocus();
    expect(button('Next page')).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('status')).toHaveTextContent('2 of 2');
  });

  it('goes back to the last page that is left when people leave', async () => {
    const { backend, user } = await inRoom(<VideoGrid perPage={2} />, media);
    await crowd(backend, 2);
    await user.click(button('Next page'));
    await backend.peer('u2').leave();
    await backend.settle();
    expect(names()).toEqual(['me (you)', 'u1']);
  });

  it('shows the page that the app holds, and only tells of a press', async () => {
    const turn = vi.fn();
    const { backend, user } = await inRoom(<VideoGrid perPage={2} page={2} onPageChange={turn} />, media);
    await crowd(backend, 3);
    expect(names()).toEqual(['u2', 'u3']);
    await user.click(button('Previous page'));
    expect(turn).toHaveBeenCalledWith(1);
    expect(names()).toEqual(['u2', 'u3']);
  });

  it.each([0, -3, NaN, 99, 1.7])('shows a page that there is when the app asks for page %s', async (page) => {
    const { backend } = await inRoom(<VideoGrid perPage={2} page={page} />, media);
    await crowd(backend, 3);
    expect(names()).toHaveLength(2);
  });

  it('takes streams and tiles of its user', async () => {
    const props: VideoGridProps = { streams: [], children: () => <b>tile</b> };
    const { rerender } = await inRoom(<VideoGrid {...props} />, media);
    expect(within(list()).queryAllByRole('listitem')).toEqual([]);
    const stream = { streamId: 's', uid: 'ana', source: 'main', isLocal: false } as const;
    rerender(<VideoGrid {...props} streams={[stream]} />);
    expect(within(list()).getByRole('listitem')).toHaveTextContent('tile');
  });

  it('renders no tile but the new one when somebody comes', async () => {
    const counted = countRenders(VideoTile);
    const Tile = memo(counted);
    const { backend } = await inRoom(<VideoGrid>{(stream) => <Tile stream={stream} />}</VideoGrid>, media);
    await crowd(backend, 3);
    counted.reset();
    await joins(backend, 'late');
    expect(names()).toHaveLength(5);
    expect(counted.renders).toBe(1);
  });

  it('makes pages of as many tiles as the measured room has place for', async () => {
    const measured: (() => void)[] = [];
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(readonly callback: () => void) {
          measured.push(callback);
        }
        observe(): void {
          // Measured by hand.
        }
        unobserve(): void {
          // Nothing was observed.
        }
        disconnect(): void {
          // Nothing was observed.
        }
      },
    );
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(340);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(240);
    const { backend } = await inRoom(<VideoGrid />, media);
    await crowd(backend, 6);
    expect(names()).toHaveLength(4);
    expect(screen.getByRole('status')).toHaveTextContent('1 of 2');
  });

  it('names the root that a part lacks', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    return expect(inRoom(<VideoGridPager />)).rejects.toThrow('Put it inside <VideoGridRoot>');
  });
});
