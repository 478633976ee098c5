import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createUdpRelay, freeUdpPort, type UdpRelay } from '../support/udpRelay.js';
import { openHouse, type House } from './support/house.js';
import { problemsOf, seenVideo, type SeenVideo } from './support/probe.js';
import { relayed, watchPaths } from './support/relayed.js';

const patience = { timeout: 40_000, interval: 200 };

/** Ann sends 640 × 480 in two layers; Bob watches by a relay that can be bad. */
describe('a tile that the page moves about, on a network that is bad', () => {
  let house: House;
  let relay: UdpRelay;
  let ann: Page;
  let bob: Page;

  const seen = async (): Promise<SeenVideo> =>
    (await seenVideo(bob, '[data-remote="ann"] video')) ?? {
      framesDecoded: 0,
      width: 0,
      height: 0,
      colours: 0,
    };
  const resize = (width: number, height: number): Promise<void> =>
    bob.evaluate(
      ([across, down]) => {
        const tile = document.querySelector<HTMLElement>('[data-remote="ann"]');
        if (tile) Object.assign(tile.style, { width: `${String(across)}px`, height: `${String(down)}px` });
      },
      [width, height],
    );
  /** Frames that ann's encoders have made, by their width. */
  const encoded = (): Promise<Record<string, number>> =>
    ann.evaluate(async () => {
      const all: Record<string, number> = {};
      for (const connection of window.hummerProbe.connections) {
        if (connection.signalingState === 'closed') continue;
        const rows = (await connection.getStats()) as unknown as Map<string, Record<string, unknown>>;
        for (const [, row] of rows)
          if (row['type'] === 'outbound-rtp' && row['kind'] === 'video')
            all[String(row['ssrc'])] = Number(row['framesEncoded'] ?? 0);
      }
      return all;
    });
  const quality = async (): Promise<number> =>
    Number(await bob.locator('main').getAttribute('data-downlink'));
  const flows = async (): Promise<void> => {
    const { framesDecoded } = await seen();
    await vi.waitFor(async () => {
      expect((await seen()).framesDecoded).toBeGreaterThan(framesDecoded + 5);
    }, patience);
  };

  beforeAll(async () => {
    const mediaPort = await freeUdpPort();
    house = await openHouse({ mediaPort });
    relay = await createUdpRelay({ port: mediaPort });
    [ann, bob] = await Promise.all([
      house.enter({ app: 'meeting', uid: 'ann', room: 'wide' }),
      house.enter({
        app: 'meeting',
        uid: 'bob',
        room: 'wide',
        query: { camera: 'off', role: 'audience' },
        prepare: (page) => relayed(page, mediaPort, relay.port),
      }),
    ]);
  });
  afterAll(async () => {
    await house.close();
    await relay.close();
  });

  it('receives the small layer in a small tile, as one of the audience who sends nothing', async () => {
    await vi.waitFor(async () => {
      expect(await seen()).toMatchObject({ width: 320, height: 240 });
    }, patience);
    await flows();
    expect(await bob.locator('main').getAttribute('data-role')).toBe('audience');
    expect(relay.counts.passed).toBeGreaterThan(0);
  });

  it('lets the sender stop the layer that nobody takes', async () => {
    await vi.waitFor(async () => {
      const before = await encoded();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      const after = await encoded();
      const growing = Object.keys(after).filter((ssrc) => (after[ssrc] ?? 0) > (before[ssrc] ?? 0) + 3);
      expect(Object.keys(after)).toHaveLength(2);
      expect(growing).toHaveLength(1);
    }, patience);
  });

  it('receives the large layer when the tile grows', async () => {
    await resize(900, 675);
    await vi.waitFor(async () => {
      expect(await seen()).toMatchObject({ width: 640, height: 480 });
    }, patience);
  });

  it('receives nothing while the tile is scrolled away, and the picture again when it is back', async () => {
    await bob.evaluate(() => {
      document.body.style.paddingTop = '5000px';
    });
    await vi.waitFor(async () => {
      const before = await seen();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect((await seen()).framesDecoded).toBe(before.framesDecoded);
    }, patience);
    await bob.evaluate(() => {
      document.body.style.paddingTop = '0';
    });
    await flows();
  });

  it.each([
    [0.05, 3],
    [0.1, 4],
  ])('goes on at a loss of %f, and the quality tells (%i or worse)', async (loss, least) => {
    relay.setLoss(loss);
    const heard = new Set<number>();
    await vi.waitFor(async () => {
      heard.add(await quality());
      expect(
        [...heard].some((level) => level >= least),
        `heard ${[...heard].join(' ')}`,
      ).toBe(true);
    }, patience);
    await flows();
    relay.setLoss(0);
    await vi.waitFor(async () => {
      expect(await quality()).toBeLessThanOrEqual(2);
    }, patience);
  });

  it('takes a new path by itself when the old one went dark, and nothing is built anew', async () => {
    const connections = (): Promise<number> => bob.evaluate(() => window.hummerProbe.connections.length);
    const paths = await watchPaths(bob);
    const before = await connections();
    relay.goDark();
    const levels = new Set<number>();
    await vi.waitFor(async () => {
      levels.add(await quality());
      expect(await paths()).toBeGreaterThan(0);
    }, patience);
    relay.goLight();
    await flows();
    expect([...levels]).toContain(6);
    expect(await connections()).toBe(before);
    expect(await bob.locator('main').getAttribute('data-status')).toBe('joined');
    expect(await bob.locator('[data-remote]').count()).toBe(1);
  });

  it('leaves nothing unhandled in either page', async () => {
    expect(await problemsOf(ann)).toEqual([]);
    expect(await problemsOf(bob)).toEqual([]);
  });
});
