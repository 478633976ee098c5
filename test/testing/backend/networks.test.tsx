import { act } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useLocalStream } from '../../../src/hooks/media/useLocalStream.js';
import { useNetworkQuality } from '../../../src/hooks/media/useNetworkQuality.js';
import { usePublish } from '../../../src/hooks/media/usePublish.js';
import { useRtcStats } from '../../../src/hooks/media/useRtcStats.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { mediaStage } from '../../hooks/support/mediaStage.js';

const ROOM = 'demo';
const stage = mediaStage();
const QUALITIES = [1, 2, 3, 4, 5, 6] as const;

describe('the network of a test backend', () => {
  const tick = (ms: number): Promise<void> => act(() => stage.backend.clock.tick(ms));

  function watch() {
    const use = () => {
      usePublish(ROOM, useLocalStream({ audio: true, video: true }).streamKey);
      return {
        own: useNetworkQuality(ROOM),
        ana: useNetworkQuality(ROOM, 'ana'),
        rows: useRtcStats(ROOM, { interval: 1000 }),
      };
    };
    return renderHookWithHummer(use, { backend: stage.backend, room: ROOM, media: {} }).result;
  }

  async function anaSends(): Promise<void> {
    await stage.backend.peer('ana').publish(ROOM);
    await stage.backend.settle();
  }

  it('is excellent until a test says otherwise', async () => {
    const result = watch();
    await stage.backend.settle();
    await anaSends();
    await tick(6000);
    expect(result.current.own).toEqual({ uplink: 1, downlink: 1 });
    expect(result.current.ana).toEqual({ uplink: 1, downlink: 0 });
  });

  it.each(QUALITIES)('is measured by its own user as the %s that it is, both ways', async (quality) => {
    const result = watch();
    await stage.backend.settle();
    await anaSends();
    await tick(2000);
    stage.backend.faults.quality('me', quality);
    await tick(4000);
    expect(result.current.own).toEqual({ uplink: quality, downlink: quality });
    stage.backend.faults.quality('me', 1);
    await tick(14_000); // what was before is forgotten by halves
    expect(result.current.own).toEqual({ uplink: 1, downlink: 1 });
  });

  it.each(QUALITIES)('is seen by the others as the server receives it: %s', async (quality) => {
    const result = watch();
    await stage.backend.settle();
    stage.backend.faults.quality('ana', quality);
    await anaSends();
    await tick(4000);
    expect(result.current.ana).toEqual({ uplink: quality, downlink: 0 });
    expect(result.current.own).toEqual({ uplink: 1, downlink: 1 });
  });

  it('counts what flows: rates, sizes and losses, and nothing of what is muted', async () => {
    const result = watch();
    await stage.backend.settle();
    await anaSends();
    await stage.backend.peer('ana').mute('audio');
    stage.backend.faults.quality('me', 4);
    await tick(3000);
    const about = (isRemote: boolean, mediaType: string) =>
      result.current.rows.find((row) => row.isRemote === isRemote && row.mediaType === mediaType);
    expect(about(false, 'audio')).toMatchObject({ bitrate: 32, rtt: 600, jitter: 150, pktLossRate: 14 });
    // Nobody has asked for this picture, so none is sent.
    expect(about(false, 'video')).toBeUndefined();
    expect(about(true, 'video')).toMatchObject({ userName: 'ana', frameWidth: 640, jitter: 150 });
    // Whole packets are lost: of few, not exactly the share.
    expect(Math.abs(about(true, 'video')!.pktLossRate - 14)).toBeLessThan(3);
    expect(about(true, 'video')!.bitrate).toBeGreaterThan(100);
    expect(about(true, 'audio')?.bitrate ?? 0).toBe(0);
  });

  it('is measured again when media came back over another path', async () => {
    const result = watch();
    await stage.backend.settle();
    await anaSends();
    stage.backend.faults.quality('me', 6);
    await tick(30_000);
    stage.backend.faults.quality('me', 2);
    await tick(30_000);
    expect(result.current.own).toEqual({ uplink: 2, downlink: 2 });
  });
});
