import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memberKey } from '../../../src/store/clientStore.js';
import { createStage, ROOM, type Stage } from './support/stage.js';

describe('media of a room', () => {
  let stage: Stage;

  beforeEach(() => {
    stage = createStage();
  });

  afterEach(() => stage.close());

  it('shows what one client publishes to the other, with live tracks', async () => {
    const ann = await stage.client('ann');
    const bob = await stage.client('bob');
    await ann.join({ displayName: 'Ann' });
    await bob.join();
    await ann.publish();

    expect(ann.store.publications.get(memberKey(ROOM, 'main'))).toEqual({ status: 'published', error: null });
    const [stream, ...more] = bob.remotes();
    expect(more).toEqual([]);
    expect(stream).toMatchObject({
      streamKey: { uid: 'ann', source: 'main', isLocal: false },
      displayName: 'Ann',
      hasAudio: true,
      hasVideo: true,
      audioMuted: false,
      subscribed: true,
    });
    expect(bob.media.track(stream?.videoTrackId ?? '')?.kind).toBe('video');
    expect(bob.media.track(stream?.audioTrackId ?? '')?.readyState).toBe('live');
  });

  it('shows what was published before to who joins later', async () => {
    const ann = await stage.client('ann');
    await ann.join();
    await ann.publish();
    const bob = await stage.client('bob');
    await bob.join();
    expect(bob.remotes()).toHaveLength(1);
    expect(bob.remotes()[0]?.videoTrackId).not.toBeNull();
  });
});
