import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { chromium } from 'playwright-core';
import { launchOptions } from '../scripts/chromium.mjs';
import { openDoors, root } from './lib/bundle.mjs';
import { runAlone } from './lib/main.mjs';
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
  const host = await hostPages();
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

async function hostPages() {
  const { outputFiles } = await build({
    entryPoints: ['bare.js', 'ours.jsx', 'publisher.js'].map((name) => join(root, 'bench/join', name)),
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    outdir: 'out',
    write: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [openDoors],
  });
  const files = new Map(outputFiles.map((file) => [`/${basename(file.path)}`, file.text]));
  const server = createServer((request, response) => {
    const script = files.get(request.url);
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(
      script ??
        `<!doctype html><div id="root"></div><script type="module" src="${request.url.split('?')[0]}.js"></script>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

await runAlone(import.meta.url, title, run);
