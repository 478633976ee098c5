import { act, render, screen, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { VideoTile } from '../../src/components/VideoTile/VideoTile.js';
import type { VideoTileProps } from '../../src/components/VideoTile/VideoTile.js';
import { VideoTileName } from '../../src/components/VideoTile/VideoTileName.js';
import { useLocalStream } from '../../src/hooks/media/useLocalStream.js';
import { useRemoteStreams } from '../../src/hooks/media/useRemoteStreams.js';
import { countRenders } from '../../src/testing/countRenders.js';
import { inRoom, joins, ROOM } from './support/stage.js';

type Props = Omit<VideoTileProps, 'stream'>;

function Remotes(props: Props): ReactElement {
  return (
    <>
      {useRemoteStreams(ROOM, { placeholders: true }).map((stream) => (
        <VideoTile key={stream.streamId} stream={stream} {...props} />
      ))}
    </>
  );
}

function Mine(props: Props): ReactElement {
  const { streamKey } = useLocalStream({ audio: true, video: true });
  return <VideoTile stream={streamKey} {...props} />;
}

const media = { media: {} };
const tile = (name: string): HTMLElement => screen.getByRole('group', { name });
const video = (of: HTMLElement): HTMLVideoElement => of.querySelector('video')!;

describe('VideoTile', () => {
  it('plays the picture silently and shows the name', async () => {
    const { backend } = await inRoom(<Remotes />, media);
    await joins(backend, 'ana', { displayName: 'Ana Silva', publishes: true });
    expect(tile('Ana Silva')).toHaveAttribute('data-status', 'live');
    expect(within(tile('Ana Silva')).getByText('Ana Silva')).toBeInTheDocument();
    expect(video(tile('Ana Silva'))).toBeVisible();
    expect(video(tile('Ana Silva')).muted).toBe(true);
    expect((video(tile('Ana Silva')).srcObject as MediaStream).getVideoTracks()).toHaveLength(1);
  });

  it('shows the initials while there is no picture, and lets go of the track', async () => {
    const { backend } = await inRoom(<Remotes />, media);
    const ana = await joins(backend, 'ana', { displayName: 'Ana Silva', publishes: true });
    await ana.mute('video');
    await backend.settle();
    expect(tile('Ana Silva')).toHaveAttribute('data-status', 'off');
    expect(tile('Ana Silva')).toHaveTextContent('AS');
    expect(video(tile('Ana Silva'))).not.toBeVisible();
    await ana.unmute('video');
    await backend.settle();
    expect(tile('Ana Silva')).toHaveAttribute('data-status', 'live');
    expect(tile('Ana Silva').querySelector('.hummer-VideoTile__fallback')).toBeNull();
  });

  it('marks a muted microphone', async () => {
    const { backend } = await inRoom(<Remotes />, media);
    const ana = await joins(backend, 'ana', { publishes: true });
    expect(within(tile('ana')).queryByRole('img', { name: 'Microphone muted' })).toBeNull();
    await ana.mute('audio');
    await backend.settle();
    expect(tile('ana')).toHaveAttribute('data-muted', 'true');
    expect(within(tile('ana')).getByRole('img', { name: 'Microphone muted' })).toBeInTheDocument();
  });

  it('marks who speaks, and follows the level in a variable without a render', async () => {
    const Name = countRenders(VideoTileName);
    const { backend } = await inRoom(
      <Remotes>
        <Name />
      </Remotes>,
      media,
    );
    const ana = await joins(backend, 'ana', { publishes: true });
    await backend.clock.tick(200);
    await act(async () => {
      ana.speak(0.8);
      await backend.clock.tick(200);
    });
    expect(tile('ana')).toHaveAttribute('data-speaking', 'true');
    const level = (): number => Number(tile('ana').style.getPropertyValue('--hummer-audio-level'));
    expect(level()).toBeGreaterThan(0.5);
    Name.reset();
    await act(async () => {
      ana.speak(0.5);
      await backend.clock.tick(200);
    });
    expect(level()).toBeLessThan(0.7);
    expect(Name.renders).toBe(0);
  });

  it('says of one’s own tile whose it is', async () => {
    const { backend } = await inRoom(<Mine />, { ...media, uid: 'zoe' });
    await backend.settle();
    expect(tile('zoe (you)')).toHaveAttribute('data-local', 'true');
    expect(tile('zoe (you)')).toHaveAttribute('data-source', 'main');
  });

  it('calls oneself as the others read it, by the name in the room or in its media', async () => {
    const { backend } = await inRoom(<Mine />, { media: { displayName: 'Maxi Muster' } });
    await backend.settle();
    expect(tile('Maxi Muster (you)')).toHaveTextContent('Maxi Muster');
  });

  it('says that the camera is off when access is refused', async () => {
    await inRoom(<Mine />, { ...media, browser: { permission: 'denied' } });
    expect(tile('me (you)')).toHaveAttribute('data-status', 'failed');
    expect(tile('me (you)')).toHaveTextContent('Camera off');
  });

  it('is there before its stream is', async () => {
    await inRoom(<VideoTile stream={null} data-testid="tile" />, media);
    expect(screen.getByTestId('tile')).toHaveAttribute('data-status', 'off');
  });

  it('has a place for whoever publishes nothing', async () => {
    const { backend } = await inRoom(<Remotes />, media);
    await joins(backend, 'ana', { displayName: 'Ana Silva' });
    expect(tile('Ana Silva')).toHaveTextContent('AS');
  });

  it('does not render for what another member does', async () => {
    const Name = countRenders(VideoTileName);
    const { backend } = await inRoom(
      <Remotes>
        <Name />
      </Remotes>,
      media,
    );
    const ana = await joins(backend, 'ana', { publishes: true });
    await joins(backend, 'bob', { publishes: true });
    Name.reset();
    await ana.mute('audio');
    await backend.settle();
    expect(Name.renders).toBe(1);
  });

  it('fails with a sentence that names the root, for a part outside of it', () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(() => render(<VideoTileName />)).toThrow(
      'VideoTileName has no root around it. Put it inside <VideoTileRoot>.',
    );
    silent.mockRestore();
  });
});
