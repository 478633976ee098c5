import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { annAndBob } from './support/annAndBob.js';
import { problemsOf } from './support/probe.js';

const patience = { timeout: 20_000, interval: 100 };
const LIMIT = 3_072_000;

/** Bits per second of what a page sends of video: what its encoders may use, and what they aim at now. */
function encoders(page: Page): Promise<{ allowed: number[]; aim: number }> {
  return page.evaluate(async () => {
    const allowed: number[] = [];
    let aim = 0;
    for (const connection of window.hummerProbe.connections) {
      if (connection.signalingState === 'closed') continue;
      for (const sender of connection.getSenders())
        if (sender.track?.kind === 'video')
          allowed.push(...sender.getParameters().encodings.map(({ maxBitrate = 0 }) => maxBitrate));
      const rows = (await connection.getStats()) as unknown as Map<string, Record<string, unknown>>;
      for (const [, { type, kind, targetBitrate = 0 }] of rows)
        if (type === 'outbound-rtp' && kind === 'video') aim += Number(targetBitrate);
    }
    return { allowed, aim };
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('a client that is limited to a bandwidth', () => {
  const two = annAndBob({ app: 'sdk', room: 'narrow' });
  beforeAll(async () => {
    await two.ann.evaluate(() => {
      window.sdk.stream.setVideoProfile({ width: 640, height: 360, frameRate: 10, maxBitrate: 6_000_000 });
    });
  });

  const limit = (maxBandwidth: number): Promise<void> =>
    two.ann.evaluate((most) => {
      window.sdk.client.setNetworkBandwidth({ maxBandwidth: most });
    }, maxBandwidth);

  it('sends with encoders that keep to it, of all layers and producers together, and as before when it is lifted', async () => {
    const whole = await vi.waitFor(async () => {
      const { allowed, aim } = await encoders(two.ann);
      expect(allowed).toHaveLength(2);
      expect(sum(allowed)).toBeGreaterThan(2 * LIMIT);
      expect(aim).toBeGreaterThan(0);
      return allowed;
    }, patience);
    await limit(LIMIT / 1000);
    await vi.waitFor(async () => {
      const { allowed, aim } = await encoders(two.ann);
      expect(sum(allowed)).toBeLessThan(LIMIT);
      expect(sum(allowed)).toBeGreaterThan(LIMIT / 2);
      expect(aim).toBeGreaterThan(0);
      expect(aim).toBeLessThan(LIMIT);
    }, patience);
    const [small = ''] = await two.ann.evaluate(async () => {
      const { stream } = window.sdk;
      await stream.addResolution({ width: 320, height: 320, frameRate: 10, maxBitrate: 2_000_000 });
      return stream
        .getStreamInfo()
        .videoProfiles.map(({ resolutionId }) => resolutionId)
        .slice(1);
    });
    // What nobody watches takes nothing.
    await vi.waitFor(
      () =>
        two.bob.evaluate(async (id) => {
          const [stream] = window.sdk.remotes;
          if (stream) await window.sdk.client.subscribe(stream, { video: true, resolutionIds: [id] });
        }, small),
      patience,
    );
    await vi.waitFor(async () => {
      const { allowed } = await encoders(two.ann);
      expect(allowed).toHaveLength(3);
      expect(sum(allowed)).toBeLessThan(LIMIT);
    }, patience);
    await limit(51_200);
    await vi.waitFor(async () => {
      expect((await encoders(two.ann)).allowed).toEqual([...whole, 2_000_000]);
    }, patience);
  });

  it('leaves nothing unhandled', async () => {
    for (const page of [two.ann, two.bob]) expect(await problemsOf(page)).toEqual([]);
  });
});
