import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { heardAudio, problemsOf } from './support/probe.js';

const patience = { timeout: 90_000, interval: 500 };
const SPEAKERS = ['ann', 'ben', 'cid', 'dee', 'eve', 'fay'];
const TALKER = 'ann';
const AUDIENCE = ['gus', 'hal', 'ida', 'jon', 'kim', 'lea'];

/** Six publish and watch each other, six only watch: a page each, and 66 videos that arrive. */
describe('six speakers and an audience of six', () => {
  let house: House;
  let pages: ReadonlyMap<string, Page>;

  /**
   * Small and slow pictures, and one microphone: who gets what is proven, and two cores do the work of twelve machines. (Six
   * microphones would take them both: most of what a page does then is to play sound.)
   */
  const enter = async (uid: string): Promise<[string, Page]> => {
    const sound = uid === TALKER ? 'on' : 'off';
    const query = SPEAKERS.includes(uid)
      ? { camera: '160x120@5', sound }
      : { camera: 'off', role: 'audience' };
    return [uid, await house.enter({ app: 'meeting', uid, room: 'show', query })];
  };
  const everyPage = <Result>(look: (page: Page, uid: string) => Promise<Result>): Promise<Result[]> =>
    Promise.all([...pages].map(([uid, page]) => look(page, uid)));
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
    house = await openHouse({ flags: ['--use-fake-device-for-media-stream=fps=5'] });
    pages = new Map(await Promise.all([...AUDIENCE, ...SPEAKERS].map(enter)));
  }, 120_000);
  afterAll(async () => {
    await house.close();
  });

  it('lets everybody see every speaker, moving, and nobody of the audience', async () => {
    await everyPage(async (page, uid) => {
      const others = SPEAKERS.filter((speaker) => speaker !== uid).toSorted();
      await vi.waitFor(async () => {
        const frames = await decoded(page);
        expect(Object.keys(frames).toSorted(), uid).toEqual(others);
        expect(Math.min(...Object.values(frames)), `${uid} ${JSON.stringify(frames)}`).toBeGreaterThan(10);
      }, patience);
    });
  }, 120_000);

  it('lets everybody hear who has a microphone', async () => {
    await everyPage(async (page, uid) => {
      if (uid === TALKER) return;
      await vi.waitFor(async () => {
        expect(await heardAudio(page, 1_500), uid).toBeGreaterThan(0.005);
      }, patience);
    });
  }, 120_000);

  it('refuses the audience nothing but to publish', async () => {
    const shown = await everyPage(async (page, uid) => {
      const { role, status, publication } = await page
        .locator('main')
        .evaluate(({ dataset: { role, status, publication } }) => ({ role, status, publication }));
      return [uid, role, status, publication];
    });
    expect(shown).toEqual([
      ...AUDIENCE.map((uid) => [uid, 'audience', 'joined', 'idle']),
      ...SPEAKERS.map((uid) => [uid, 'speaker', 'joined', 'published']),
    ]);
  });

  it('leaves nothing unhandled in any page', async () => {
    expect((await everyPage(problemsOf)).flat()).toEqual([]);
  });
});
