import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { launchOptions } from '../scripts/chromium.mjs';
import { topN } from './consumers/topN.mjs';
import { root } from './lib/bundle.mjs';
import { workersOf, cpuPerSecond } from './lib/cpu.mjs';
import { runAlone } from './lib/main.mjs';
import { median, times } from './lib/table.mjs';

export const title = 'CPU of the media server, Node and its worker (CPU milliseconds a second)';

const ROOM = 'bench';
const KINDS = ['bare', 'ours'];
/** Each viewer receives a camera and a microphone. */
const PER_VIEWER = 2;

export async function run({ viewers = 15, rounds = 3, seconds = 6 } = {}) {
  return [await perConsumer(viewers, rounds, seconds * 1_000), ...(await topN({ seconds }))];
}

/**
 * One publisher and many viewers, all of them the same bare pages; only the server is another. Ours takes them for clients of
 * seed 002. What Node does more than the echo's is to tell each viewer who speaks, about once a second: constant, whatever the bitrate.
 */
async function perConsumer(viewers, rounds, duration) {
  const scripts = await bundlePages();
  const results = { bare: [], ours: [] };
  for (let round = 0; round < rounds; round++) {
    for (const kind of round % 2 === 0 ? KINDS : KINDS.toReversed()) {
      results[kind].push(await measure(kind, scripts, viewers, duration));
    }
  }
  const consumers = viewers * PER_VIEWER;
  const [bare, ours] = KINDS.map((kind) => median(results[kind].map(({ total }) => total)));
  const split = (kind) => {
    const [media, node] = ['media', 'node'].map((part) =>
      median(results[kind].map((result) => result[part])),
    );
    return `${(media / consumers).toFixed(2)} + ${(node / consumers).toFixed(2)}`;
  };
  return {
    what: 'per consumer, beside a bare mediasoup echo of the same topology',
    measured: times(ours / bare),
    note: `worker + Node ${split('ours')} beside ${split('bare')}; ${consumers} consumers, ${rounds} runs each, alternating`,
  };
}

async function measure(kind, scripts, viewers, duration) {
  const file = kind === 'ours' ? 'bench/lib/hummerServer.mjs' : 'bench/consumers/bareServer.mjs';
  const server = fork(join(root, file), { env: { ...process.env, BENCH_MEDIA: '1' } });
  const [{ port }] = await once(server, 'message');
  const ctime = Math.floor(Date.now() / 1_000) + 3_600;
  const tokenOf = (userId, role) =>
    kind === 'bare' ? {} : { appId: '1', userId, signature: 'open', ctime, role };
  const page = await blankPage();
  const browser = await chromium.launch(launchOptions);
  try {
    const open = async (script) => {
      const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
      const opened = await context.newPage();
      await opened.goto(page.url);
      await opened.addScriptTag({ content: script });
      return opened;
    };
    const url = `http://127.0.0.1:${port}`;
    const publisher = await open(scripts.publisher);
    const token = tokenOf('publisher', 0);
    await publisher.evaluate((args) => window.publish(args), { url, roomId: ROOM, token });
    const tokens = Array.from({ length: viewers }, (_, i) => tokenOf(`viewer${i}`, 2));
    const audience = await open(scripts.viewers);
    await audience.evaluate((args) => window.view(args), { url, roomId: ROOM, tokens, expected: PER_VIEWER });
    // The sender's rate grows for a while.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const [worker] = workersOf(server.pid);
    const [node, media] = await cpuPerSecond([server.pid, worker], duration);
    return { node, media, total: node + media };
  } finally {
    await browser.close();
    page.close();
    server.kill();
  }
}

async function bundlePages() {
  const bundle = async (file) => {
    const { outputFiles } = await build({
      entryPoints: [join(root, file)],
      bundle: true,
      format: 'iife',
      target: 'es2022',
      write: false,
      logLevel: 'error',
    });
    return outputFiles[0].text;
  };
  return {
    publisher: await bundle('bench/join/publisher.js'),
    viewers: await bundle('bench/consumers/viewers.js'),
  };
}

/** An origin of this machine, which is what cameras ask for. */
async function blankPage() {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

await runAlone(import.meta.url, title, run);
