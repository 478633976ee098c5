import { observer } from 'mediasoup';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RTCVideoProfile } from '../../src/core/index.js';
import { openHouse, type House } from './support/house.js';
import { problemsOf, seenVideo } from './support/probe.js';

const patience = { timeout: 20_000, interval: 100 };
const ANN = '#ann video';
const SMALL = '#small video';

// Small sizes: a busy machine scales larger ones down by itself.
describe('a published stream whose sizes change', () => {
  let house: House;
  let ann: Page;
  let bob: Page;
  const workers: number[] = [];

  beforeAll(async () => {
    observer.on('newworker', ({ pid }) => workers.push(pid));
    house = await openHouse();
    [ann, bob] = await Promise.all([
      house.enter({ app: 'sdk', uid: 'ann', room: 'sizes' }),
      house.enter({ app: 'sdk', uid: 'bob', room: 'sizes' }),
    ]);
    await seen(480);
  });
  afterAll(async () => {
    await house.close();
  });

  /** Waits until bob sees ann's picture in this width, and moving. */
  async function seen(width: number, where = ANN): Promise<void> {
    let first = 0;
    await vi.waitFor(async () => {
      const video = await seenVideo(bob, where);
      expect(video?.width).toBe(width);
      const decoded = video?.framesDecoded ?? 0;
      if (decoded < first || first === 0) first = decoded; // perhaps of another track
      expect(decoded).toBeGreaterThan(first + 3);
    }, patience);
  }

  /** Ann adds a size to her picture. Ids of her sizes, the best first. */
  async function addSize(profile: string | RTCVideoProfile): Promise<[string, string]> {
    const [large = '', small = ''] = await ann.evaluate(async (wanted) => {
      await window.sdk.stream.addResolution(wanted);
      return window.sdk.stream.getStreamInfo().videoProfiles.map(({ resolutionId }) => resolutionId);
    }, profile);
    return [large, small];
  }

  /** How many pictures ann's page sends. */
  function senders(): Promise<number> {
    return ann.evaluate(
      () =>
        window.hummerProbe.connections
          .filter(({ signalingState }) => signalingState !== 'closed')
          .flatMap((connection) => connection.getSenders())
          .filter(({ track }) => track?.kind === 'video').length,
    );
  }

  /** Bob asks for both of ann's sizes, as soon as they are offered, and plays the smaller in an element of its own. */
  async function takeBoth(large: string, small: string): Promise<void> {
    await vi.waitFor(
      () =>
        bob.evaluate(
          async (resolutionIds) => {
            const [stream] = window.sdk.remotes;
            if (!stream) throw new Error('There is no stream of ann yet.');
            await window.sdk.client.subscribe(stream, { video: true, resolutionIds });
          },
          [large, small],
        ),
      patience,
    );
    await vi.waitFor(
      () =>
        bob.evaluate(async (resolutionId) => {
          const [stream] = window.sdk.remotes;
          if (!stream?.getVideoTrack(resolutionId)) throw new Error('It has not arrived.');
          if (!document.getElementById('small')) {
            const box = document.createElement('div');
            box.id = 'small';
            document.body.append(box);
          }
          await stream.play('small', { muted: true, resolutionId });
        }, small),
      patience,
    );
  }

  /** Bob gives one of the sizes up. */
  async function giveUp(id: string): Promise<void> {
    await bob.evaluate(async (resolutionId) => {
      const [stream] = window.sdk.remotes;
      if (!stream) throw new Error('Ann is gone.');
      await window.sdk.client.unsubscribe(stream, { video: true, resolutionIds: [resolutionId] });
      stream.stop({ video: true, resolutionIds: [resolutionId] });
    }, id);
    expect(await seenVideo(bob, SMALL)).toBeNull();
  }

  it('is seen in another profile, without being captured anew', async () => {
    await ann.evaluate(() => {
      window.sdk.stream.setVideoProfile('240p_1');
    });
    await seen(320);
    expect(await ann.evaluate(() => window.hummerProbe.captured.length)).toBe(2);
  });

  it('is taken in two sizes at once from two producers, and one of them ends while the other goes on', async () => {
    const [large, small] = await addSize('120p_1');
    await takeBoth(large, small);
    await seen(160, SMALL);
    await seen(320);
    expect(await senders()).toBe(2);
    await giveUp(small);
    await seen(320);
  });

  it('is taken in two sizes at once as layers of one producer', async () => {
    await ann.evaluate(async () => {
      const { stream } = window.sdk;
      const second = stream.getStreamInfo().videoProfiles[1]?.resolutionId ?? '';
      await stream.removeResolution(second);
      stream.setVideoProfile({ width: 480, height: 360, frameRate: 10, maxBitrate: 500_000 });
    });
    const [large, small] = await addSize({ width: 240, height: 180, frameRate: 10, maxBitrate: 150_000 });
    await takeBoth(large, small);
    await seen(240, SMALL);
    await seen(480);
    expect(await senders()).toBe(1);
    await giveUp(small);
    await seen(480);
  });

  it('is taken in two shapes at once', async () => {
    await ann.evaluate(async () => {
      const { stream } = window.sdk;
      await stream.removeResolution(stream.getStreamInfo().videoProfiles[1]?.resolutionId ?? '');
    });
    const [large, wide] = await addSize({ width: 240, height: 136, frameRate: 10, maxBitrate: 150_000 });
    await takeBoth(large, wide);
    await seen(240, SMALL);
    expect((await seenVideo(bob, SMALL))?.height).toBe(136);
    await seen(480);
    expect((await seenVideo(bob, ANN))?.height).toBe(360);
  });

  it('comes back in both shapes after a dropped connection, and after the media worker was killed', async () => {
    house.network.cut();
    await seen(240, SMALL);
    await seen(480);
    const [pid] = workers;
    if (pid === undefined) throw new Error('No media worker was seen to start.');
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => {
      expect(workers).toHaveLength(2);
    }, patience);
    await seen(240, SMALL);
    await seen(480);
  });

  it('leaves nothing unhandled', async () => {
    for (const page of [ann, bob]) expect(await problemsOf(page)).toEqual([]);
  });
});
