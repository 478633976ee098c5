import { importBundled } from '../lib/bundle.mjs';

const { createHummerServer } = await importBundled('server', 'src/server/index.ts');
const many = 1_000_000_000;
const server = await createHummerServer({
  port: 0,
  apps: 'open',
  media: false,
  limits: {
    requests: { burst: many, perSecond: many },
    connections: { perAddress: 100_000, perUid: 100_000 },
  },
});
process.send({ port: server.port });
process.on('message', (message) => {
  if (message === 'cpu') process.send({ cpu: process.cpuUsage() });
});
process.on('disconnect', () => process.exit());
