import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { chromium } from 'playwright-core';
import { launchOptions } from '../scripts/chromium.mjs';
import { root } from './lib/bundle.mjs';
import { runAlone } from './lib/main.mjs';
import { hostPages } from './lib/pages.mjs';
import { median, ms, times } from './lib/table.mjs';

export const title = 'Join to first decoded remote frame, real Chromium, same server (medians)';

const ROOM = 'bench';
/** The budget is about joining; what opening a page costs beside it includes React itself, and is told, not judged. */
const MEASURES = [
  { field: 'again', what: 'media joined in a running app', limit: 1.15 },
  { field: 'opened', what: 'opening the page: React, login, room and media' },
];
const KINDS = ['bare', 'ours'];
const LIMIT = 15_000;

export async function run({ rounds = 9 } = {}) {
  const server = fork(join(root, 'bench/lib/hummerServer.mjs'), {
    env: { ...process.env, BENCH_MEDIA: '1' },
  });
  const [{ port }] = await once(server, 'message');
  const url = `http://127.0.0.1:${port}`;
  const host = await hostPages(
    ['bare.js', 'ours.jsx', 'publisher.js'].map((name) => join(root, 'bench/join', name)),
  );
  const browser = await chromium.launch(launchOptions);
  const newPage = async () => {
    const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
    return context.newPage();
  };
  const nuveToken = async (username) => {
    server.send({ issue: { appid: 1, roomId: ROOM, username } });
    const [{ token }] = await once(server, 'message');
    return token;
  };
  const enter = async (kind, round) => {
    const tokens = kind === 'bare' ? [await nuveToken('bare'), await nuveToken('bare')] : [];
    const page = await newPage();
    try {
      // The page begins by itself, as an app does; what it needs is in its address.
      const args = new URLSearchParams({
        args: JSON.stringify({ url, roomId: ROOM, uid: `viewer${round}`, tokens }),
      });
      await page.goto(`${host.origin}/${kind}?${args}`);
      const result = await page.waitForFunction(() => window.result, undefined, { timeout: LIMIT });
      return await result.jsonValue();
    } finally {
      await page.context().close();
    }
  };
  try {
    const publisher = await newPage();
    await publisher.goto(`${host.origin}/publisher`);
    await publisher.waitForFunction(() => window.publish);
    const token = await nuveToken('publisher');
    await publisher.evaluate((args) => window.publish(args), { url, roomId: ROOM, token });
    const results = new Map(KINDS.map((kind) => [kind, []]));
    for (let round = 0; round <= rounds; round++) {
      for (const kind of round % 2 === 0 ? KINDS : KINDS.toReversed()) {
        const took = await enter(kind, round);
        if (round > 0) results.get(kind).push(took); // the first round warms up
      }
    }
    return MEASURES.map(({ field, what, limit }) => {
      const [bare, ours] = KINDS.map((kind) => median(results.get(kind).map((result) => result[field])));
      return {
        what,
        measured: times(ours / bare),
        ...(limit && { budget: `<= ${limit} x`, met: ours / bare <= limit }),
        note: `${ms(ours)} beside ${ms(bare)} of a bare script, ${rounds} runs each, alternating`,
      };
    });
  } finally {
    await browser.close();
    await host.close();
    server.kill();
  }
}

await runAlone(import.meta.url, title, run);
