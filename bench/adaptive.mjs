import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { URLSearchParams } from 'node:url';
import { chromium } from 'playwright-core';
import { launchOptions } from '../scripts/chromium.mjs';
import { root } from './lib/bundle.mjs';
import { runAlone } from './lib/main.mjs';
import { hostPages } from './lib/pages.mjs';
import { kb, times } from './lib/table.mjs';

export const title = 'Received video, real Chromium, real mediasoup';

const PICTURE = { width: 640, height: 360, frameRate: 10 };
const TILE = { width: 300, height: 169 };
const ROOM = 'bench';
/** What of a measurement is let go by: bandwidth is estimated, layers settle. */
const SETTLE = 12_000;
const MEASURE = 10_000;

/** Received bytes a second of a page with `visible` tiles of `people`, and of one that receives everything whole. */
export async function run({ people = 25, visible = 9 } = {}) {
  const server = fork(join(root, 'bench/lib/hummerServer.mjs'), {
    env: { ...process.env, BENCH_MEDIA: '1' },
  });
  const [{ port }] = await once(server, 'message');
  const url = `http://127.0.0.1:${port}`;
  const host = await hostPages(
    ['publishers.js', 'viewer.jsx'].map((name) => join(root, 'bench/adaptive', name)),
  );
  const browser = await chromium.launch(launchOptions);
  const open = async (path) => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto(`${host.origin}/${path}`);
    return page;
  };
  const watch = async (uid, tiles) => {
    const args = JSON.stringify({ url, roomId: ROOM, uid, tiles, ...TILE });
    const page = await open(`viewer?${new URLSearchParams({ args })}`);
    try {
      await page.waitForFunction(async (all) => (await window.received()).streams >= all, people, {
        timeout: 60_000,
        polling: 500,
      });
      await sleep(SETTLE);
      const before = await page.evaluate(() => window.received());
      const began = performance.now();
      await sleep(MEASURE);
      const after = await page.evaluate(() => window.received());
      return ((after.bytes - before.bytes) * 1000) / (performance.now() - began);
    } finally {
      await page.context().close();
    }
  };
  try {
    const publishers = await open('publishers');
    await publishers.waitForFunction(() => window.publish);
    await publishers.evaluate((args) => window.publish(args), { url, roomId: ROOM, people, ...PICTURE });
    const adaptive = await watch('adaptive', visible);
    const whole = await watch('whole', 0);
    return [
      {
        what: `${people} videos of ${PICTURE.width} × ${PICTURE.height}, ${visible} visible at ${TILE.width} × ${TILE.height}: received a second`,
        measured: kb(adaptive),
        note: `${times(adaptive / whole)} of ${kb(whole)} without adaptive subscription`,
      },
    ];
  } finally {
    await browser.close();
    await host.close();
    server.kill();
  }
}

await runAlone(import.meta.url, title, run);
