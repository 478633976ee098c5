import { importBundled } from './bundle.mjs';

/**
 * A hummer-server in a process of its own, without limits on rates. Says `{port}` when it listens; answers `'cpu'` with what
 * it has used, `'memory'` with what it holds, and `{issue: request}` with a
 * media token. With BENCH_MEDIA=1 it has mediasoup.
 */
const { createHummerServer } = await importBundled('server', 'src/server/index.ts');
const many = 1_000_000_000;
const server = await createHummerServer({
  port: 0,
  apps: 'open',
  media: process.env.BENCH_MEDIA === '1' ? { workers: 1, listenIp: '127.0.0.1', rtcMinPort: 0 } : false,
  limits: {
    requests: { burst: many, perSecond: many },
    connections: { perAddress: 100_000, perUid: 100_000 },
    invitations: { openPerInviter: many, openPerApp: many },
  },
});
process.send({ port: server.port });
process.on('message', async (message) => {
  if (message === 'cpu') process.send({ cpu: process.cpuUsage() });
  else if (message === 'memory') process.send({ memory: await settledMemory() });
  else process.send({ token: await server.issueMediaToken(message.issue) });
});

/** What is in use after collecting garbage; needs --expose-gc. */
async function settledMemory() {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    globalThis.gc();
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

process.on('disconnect', () => process.exit());
