import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { launchOptions } from '../scripts/chromium.mjs';
import { openDoors, root } from './lib/bundle.mjs';
import { runAlone } from './lib/main.mjs';
import { median, ms, times } from './lib/table.mjs';

export const title = 'Join to first decoded remote frame, real Chromium, same server (medians)';

const ROOM = 'bench';
const LIMIT = 15_000;

export async function run({ rounds = 9 } = {}) {
  const server = fork(join(root, 'bench/lib/hummerServer.mjs'), {
    env: { ...process.env, BENCH_MEDIA: '1' },
  });
  const [{ port }] = await once(server, 'message');
  const url = `http://127.0.0.1:${port}`;
  const host = await hostPages();
  const browser = await chromium.launch(launchOptions);
  const open = async (name) => {
    const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
    const page = await context.newPage();
    await page.goto(`${host.origin}/${name}`);
    await page.waitForFunction(() => window.join ?? window.publish);
    return page;
  };
  const nuveToken = async (username) => {
    server.send({ issue: { appid: 1, roomId: ROOM, username } });
    const [{ token }] = await once(server, 'message');
    return token;
  };
  const enter = async (kind, round) => {
    const page = await open(kind);
    try {
      const args = {
        url,
        roomId: ROOM,
        uid: `viewer${round}`,
        ...(kind === 'bare' && { token: await nuveToken('bare') }),
      };
      return await Promise.race([
        page.evaluate((options) => window.join(options), args),
        new Promise((_, reject) =>
          setTimeout(() => reject(new Error(`${kind}: no picture within ${LIMIT} ms`)), LIMIT),
        ),
      ]);
    } finally {
      await page.context().close();
    }
  };
  try {
    const publisher = await open('publisher');
    await publisher.evaluate((args) => window.publish(args), {
      url,
      roomId: ROOM,
      token: await nuveToken('publisher'),
    });
    const results = { bare: [], ours: [] };
    for (let round = 0; round <= rounds; round++) {
      for (const kind of round % 2 === 0 ? ['bare', 'ours'] : ['ours', 'bare']) {
        const took = await enter(kind, round);
        if (round > 0) results[kind].push(took); // the first round warms up
      }
    }
    const bare = median(results.bare);
    const ours = median(results.ours);
    return [
      {
        what: 'React app (login, room, media) beside a bare mediasoup-client script',
        measured: times(ours / bare),
        budget: '<= 1.15 x',
        met: ours / bare <= 1.15,
        note: `${ms(ours)} beside ${ms(bare)}, ${rounds} runs each, alternating`,
      },
    ];
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
      script ?? `<!doctype html><div id="root"></div><script type="module" src="${request.url}.js"></script>`,
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
