import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { problemsOf } from './support/probe.js';

const patience = { timeout: 90_000, interval: 500 };
/** What two cores carry beside other work; on a machine of its own BROADCAST=6. */
const EACH = Number(process.env['BROADCAST'] ?? 4);
const SPEAKERS = ['ann', 'ben', 'cid', 'dee', 'eve', 'fay'].slice(0, EACH);
const AUDIENCE = ['gus', 'hal', 'ida', 'jon', 'kim', 'lea'].slice(0, EACH);

/** Some publish and watch each other, as many only watch: a page each, four of both receive 28 videos. */
describe('speakers and an audience of as many', () => {
  let house: House;
  const pages = new Map<string, Page>();

  const enter = async (uid: string, query: Record<string, string>): Promise<void> => {
    pages.set(uid, await house.enter({ app: 'meeting', uid, room: 'show', query }));
  };
  /** Frames that a page has decoded, by whose tile shows them. */
  const decoded = (page: Page): Promise<Record<string, number>> =>
    page.evaluate(async () => {
      const frames = new Map<string, number>();
      for (const connection of window.hummerProbe.connections) {
        if (connection.signalingState === 'closed') continue;
        const rows = (await connection.getStats()) as unknown as Map<string, Record<string, unknown>>;
        for (const [, row] of rows)
          if (row['type'] === 'inbound-rtp')
            frames.set(String(row['trackIdentifier']), Number(row['framesDecoded'] ?? 0));
      }
      const all: Record<string, number> = {};
      for (const tile of document.querySelectorAll<HTMLElement>('[data-remote]')) {
        const stream = tile.querySelector('video')?.srcObject;
        const track = stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined;
        all[tile.dataset['remote'] ?? ''] = frames.get(track?.id ?? '') ?? 0;
      }
      return all;
    });

  beforeAll(async () => {
    house = await openHouse();
    for (const uid of AUDIENCE) await enter(uid, { camera: 'off', role: 'audience' });
    for (const uid of SPEAKERS) await enter(uid, { camera: '160x120' });
    for (const uid of SPEAKERS)
      await pages.get(uid)?.locator('main[data-publication="published"]').waitFor({ timeout: 60_000 });
  }, 120_000);
  afterAll(async () => {
    await house.close();
  });

  it('lets everybody see every speaker, moving, and nobody of the audience', async () => {
    for (const [uid, page] of pages) {
      const others = SPEAKERS.filter((speaker) => speaker !== uid).toSorted();
      await vi.waitFor(async () => {
        const frames = await decoded(page);
        expect(Object.keys(frames).toSorted()).toEqual(others);
        expect(Math.min(...Object.values(frames)), JSON.stringify(frames)).toBeGreaterThan(10);
      }, patience);
    }
  }, 180_000);

  it('refuses the audience nothing but to publish', async () => {
    for (const uid of AUDIENCE) {
      const main = pages.get(uid)?.locator('main');
      expect(await main?.getAttribute('data-role')).toBe('audience');
      expect(await main?.getAttribute('data-status')).toBe('joined');
      expect(await main?.getAttribute('data-publication')).toBe('idle');
    }
  });

  it('leaves nothing unhandled in any page', async () => {
    for (const page of pages.values()) expect(await problemsOf(page)).toEqual([]);
  });
});
