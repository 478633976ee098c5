import { act, screen } from '@testing-library/react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { SpeakerLayout } from '../../src/components/SpeakerLayout/SpeakerLayout.js';
import { VideoGrid } from '../../src/components/VideoGrid/VideoGrid.js';
import { VideoTile } from '../../src/components/VideoTile/VideoTile.js';
import { VideoTileRoot } from '../../src/components/VideoTile/VideoTileRoot.js';
import { VideoTileVideo } from '../../src/components/VideoTile/VideoTileVideo.js';
import { useRemoteStreams } from '../../src/hooks/media/useRemoteStreams.js';
import { inRoom, joins, ROOM } from './support/stage.js';

const media = { media: {} };
const videoOf = (name: string): HTMLVideoElement | null =>
  screen.queryByRole('group', { name })?.querySelector('video') ?? null;
const trackOf = (video: HTMLVideoElement | null): MediaStreamTrack | undefined =>
  (video?.srcObject as MediaStream | null)?.getVideoTracks()[0];
/** Lets the task end in which React has committed. */
const task = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 1)));

/** One of several trees, by the number on the button. */
function Switch({ trees }: { trees: readonly ReactNode[] }): ReactElement {
  const [shown, setShown] = useState(0);
  return (
    <>
      {trees.map((_, index) => (
        <button
          key={index}
          onClick={() => {
            setShown(index);
          }}
        >
          {`tree ${String(index)}`}
        </button>
      ))}
      {trees[shown]}
    </>
  );
}

describe('a video element', () => {
  it.each([true, false])(
    'moves from a grid to a layout and back, and plays on (strict: %s)',
    async (strict) => {
      const trees = [<VideoGrid key="grid" />, <SpeakerLayout key="speaker" />];
      const { backend, user } = await inRoom(<Switch trees={trees} />, { ...media, strict });
      await joins(backend, 'ana', { publishes: true });
      const video = videoOf('ana')!;
      const stream = video.srcObject;
      expect(trackOf(video)?.readyState).toBe('live');
      for (const tree of ['tree 1', 'tree 0', 'tree 1']) {
        await user.click(screen.getByRole('button', { name: tree }));
        expect(videoOf('ana')).toBe(video);
        expect(video.srcObject).toBe(stream);
        await task();
        expect(videoOf('ana')).toBe(video);
        expect(video.srcObject).toBe(stream);
      }
    },
  );

  it('is let go when its tile goes and no other takes it', async () => {
    const { backend, user } = await inRoom(<Switch trees={[<VideoGrid key="grid" />, null]} />, media);
    await joins(backend, 'ana', { publishes: true });
    const video = videoOf('ana')!;
    await user.click(screen.getByRole('button', { name: 'tree 1' }));
    await task();
    expect(video.srcObject).toBeNull();
    expect(video.isConnected).toBe(false);
    await user.click(screen.getByRole('button', { name: 'tree 0' }));
    expect(videoOf('ana')).not.toBe(video);
    expect(trackOf(videoOf('ana'))?.readyState).toBe('live');
  });

  it('is another for each of two tiles that show a stream at once', async () => {
    function Twice(): ReactElement[] {
      return useRemoteStreams(ROOM).flatMap((stream) => [
        <VideoTile key="one" stream={stream} name="one" />,
        <VideoTile key="two" stream={stream} name="two" />,
      ]);
    }
    const { backend } = await inRoom(<Twice />, media);
    await joins(backend, 'ana', { publishes: true });
    expect(videoOf('one')).not.toBe(videoOf('two'));
    expect(trackOf(videoOf('one'))).toBe(trackOf(videoOf('two')));
  });

  it('shows the other track when the stream has another', async () => {
    const { backend } = await inRoom(<VideoGrid />, media);
    const ana = await joins(backend, 'ana', { publishes: true });
    const video = videoOf('ana')!;
    const first = trackOf(video);
    await ana.unpublish(ROOM, { video: true });
    await backend.settle();
    expect(video.srcObject).toBeNull();
    await ana.publish(ROOM, { video: true });
    await backend.settle();
    expect(videoOf('ana')).toBe(video);
    expect(trackOf(video)).toBeDefined();
    expect(trackOf(video)).not.toBe(first);
  });

  it('goes along when the app puts another element in the place of its frame', async () => {
    function Framed({ tag }: { tag: 'section' | 'figure' }): ReactElement[] {
      return useRemoteStreams(ROOM).map((stream) => (
        <VideoTileRoot key={stream.streamId} stream={stream}>
          <VideoTileVideo
            render={(props) => (tag === 'section' ? <section {...props} /> : <figure {...props} />)}
          />
        </VideoTileRoot>
      ));
    }
    const trees = [<Framed key="same" tag="section" />, <Framed key="same" tag="figure" />];
    const { backend, user } = await inRoom(<Switch trees={trees} />, media);
    await joins(backend, 'ana', { publishes: true });
    const video = videoOf('ana')!;
    expect(video.parentElement?.tagName).toBe('SECTION');
    await user.click(screen.getByRole('button', { name: 'tree 1' }));
    expect(videoOf('ana')).toBe(video);
    expect(video.parentElement?.tagName).toBe('FIGURE');
    expect(trackOf(video)?.readyState).toBe('live');
  });

  it('is parked in the page, in browsers that move elements without taking them out', async () => {
    const moves: [Node, boolean][] = [];
    const moveBefore = vi.fn(function (this: HTMLElement, node: Node) {
      // As the standard has it: what is not in the page cannot be moved.
      if (!node.isConnected || !this.isConnected)
        throw new DOMException('Not connected', 'HierarchyRequestError');
      moves.push([node, this.hidden === true]);
      this.append(node);
    });
    Object.assign(HTMLElement.prototype, { moveBefore });
    try {
      const trees = [<VideoGrid key="grid" />, <SpeakerLayout key="speaker" />, null];
      const { backend, user } = await inRoom(<Switch trees={trees} />, media);
      await joins(backend, 'ana', { publishes: true });
      const video = videoOf('ana')!;
      await user.click(screen.getByRole('button', { name: 'tree 1' }));
      expect(videoOf('ana')).toBe(video);
      expect(moves.filter(([node]) => node === video)).toEqual([
        [video, true],
        [video, false],
      ]);
      await user.click(screen.getByRole('button', { name: 'tree 2' }));
      await task();
      expect(video.isConnected).toBe(false);
      expect(document.querySelector('[data-hummer-parked]')).toBeNull();
    } finally {
      Reflect.deleteProperty(HTMLElement.prototype, 'moveBefore');
    }
  });
});
