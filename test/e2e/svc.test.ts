import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { annAndBob } from './support/annAndBob.js';
import { problemsOf, seenVideo } from './support/probe.js';

const patience = { timeout: 40_000, interval: 200 };
const TILE = '[data-remote="ann"]';

/** The streams of video that leave a page: what they are encoded with, and how many layers each has. */
function sent(page: Page): Promise<{ mimeType: unknown; scalabilityMode: unknown }[]> {
  return page.evaluate(async () => {
    const all: { mimeType: unknown; scalabilityMode: unknown }[] = [];
    for (const connection of window.hummerProbe.connections) {
      if (connection.signalingState === 'closed') continue;
      const rows = (await connection.getStats()) as unknown as Map<string, Record<string, unknown>>;
      for (const [, { type, kind, codecId, scalabilityMode }] of rows)
        if (type === 'outbound-rtp' && kind === 'video')
          all.push({ mimeType: rows.get(String(codecId))?.['mimeType'], scalabilityMode });
    }
    return all;
  });
}

describe.each([
  ['vp9', 'video/VP9'],
  ['av1', 'video/AV1'],
])('a camera that is published in %s', (codec, mimeType) => {
  const two = annAndBob(
    { app: 'meeting', room: codec },
    {
      ann: { query: { codec, camera: '640x480@10' } },
      bob: { query: { camera: 'off', role: 'audience' } },
    },
  );

  const resize = (width: number, height: number): Promise<void> =>
    two.bob.evaluate(
      ([tile, across, down]) => {
        const size = { width: `${String(across)}px`, height: `${String(down)}px` };
        Object.assign(document.querySelector<HTMLElement>(tile)?.style ?? {}, size);
      },
      [TILE, width, height] as const,
    );

  /** Waits until bob sees this width, and moving. */
  async function seen(width: number): Promise<void> {
    let first = 0;
    await vi.waitFor(async () => {
      const video = await seenVideo(two.bob, `${TILE} video`);
      expect(video?.width).toBe(width);
      first ||= video?.framesDecoded ?? 0;
      expect(video?.framesDecoded).toBeGreaterThan(first + 3);
    }, patience);
  }

  it('is received in the layer that the tile needs, small and large and small again', async () => {
    await seen(320);
    await resize(900, 675);
    await seen(640);
    await resize(160, 120);
    await seen(320);
  });

  it('has its layers in one stream of that codec', async () => {
    expect(await sent(two.ann)).toEqual([{ mimeType, scalabilityMode: 'L2T3_KEY' }]);
  });

  it('leaves nothing unhandled', async () => {
    for (const page of [two.ann, two.bob]) expect(await problemsOf(page)).toEqual([]);
  });
});
