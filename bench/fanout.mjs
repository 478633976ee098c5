import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from './lib/bundle.mjs';
import { runAlone } from './lib/main.mjs';
import { median, ms, times } from './lib/table.mjs';

export const title = 'Fan-out of one room beside bare socket.io with the same bytes (medians)';

const KINDS = ['bare', 'bare text', 'hummer'];
const LOADS = [
  { burst: 1, pace: 'busy' },
  { burst: 10, pace: 'busy' },
  { burst: 1, pace: 'idle' },
];

export async function run({ sizes = [100, 1_000], rounds = 3, duration = 1_200 } = {}) {
  const rows = [];
  const running = new Map();
  try {
    for (const kind of KINDS) running.set(kind, await start(kind));
    for (const sockets of sizes) {
      for (const [kind, { clients, port }] of running) {
        await ask(clients, 'open', { kind: kind.split(' ')[0], port, sockets });
      }
      for (const load of LOADS) {
        const results = new Map(KINDS.map((kind) => [kind, []]));
        for (let round = 0; round <= rounds; round++) {
          for (const [kind, one] of running) {
            const result = await measured(one, { kind: kind.split(' ')[0], sockets, duration, ...load });
            if (round > 0) results.get(kind).push(result); // the first round warms up
          }
        }
        rows.push(
          load.pace === 'idle' ? latency(sockets, results) : throughput(sockets, load.burst, results),
        );
      }
    }
  } finally {
    for (const { server, clients } of running.values()) {
      server.kill();
      clients.kill();
    }
  }
  return rows;
}

const medianOf = (results) => (kind, field) => median(results.get(kind).map((result) => result[field]));

function throughput(sockets, burst, results) {
  const value = medianOf(results);
  const goal = burst === 1 ? 2 : 4;
  const ratio = value('hummer', 'perSecond') / value('bare', 'perSecond');
  const rates = KINDS.map((kind) => `${kind} ${Math.round(value(kind, 'perSecond')).toLocaleString('en')}/s`);
  const cpu = KINDS.map((kind) => `${kind} ${(value(kind, 'cpu') * 1000).toFixed(1)}`);
  return {
    what: `${sockets} sockets, ${burst === 1 ? 'single messages' : `bursts of ${burst}`}: deliveries/s`,
    measured: times(ratio),
    budget: `>= ${goal} x`,
    met: ratio >= goal,
    note: `${rates.join(', ')}; server CPU us per delivery: ${cpu.join(', ')} (bare ${times(value('bare', 'cpu') / value('hummer', 'cpu'))} hummer)`,
  };
}

function latency(sockets, results) {
  const value = medianOf(results);
  const ratio = value('hummer', 'p50') / value('bare', 'p50');
  return {
    what: `${sockets} sockets, idle: latency`,
    measured: times(ratio),
    budget: '<= 1.1 x',
    met: ratio <= 1.1,
    note: KINDS.map((kind) => `${kind} ${ms(value(kind, 'p50'))} (99th ${ms(value(kind, 'p99'))})`).join(
      ', ',
    ),
  };
}

async function measured({ server, clients }, args) {
  const before = await cpuOf(server);
  const result = await ask(clients, 'measure', args);
  const after = await cpuOf(server);
  return { ...result, cpu: (after - before) / 1000 / result.deliveries };
}

/** A server in its own process, and its audience in another. */
async function start(kind) {
  const file = kind === 'hummer' ? 'lib/hummerServer.mjs' : 'fanout/bareServer.mjs';
  const env = { ...process.env, BARE_TEXT: kind === 'bare text' ? '1' : '0' };
  const server = fork(join(root, 'bench', file), { env });
  const clients = fork(join(root, 'bench/fanout/clients.mjs'));
  server.on('exit', (code) => {
    if (code) clients.kill();
  });
  const [{ port }] = await Promise.race([
    once(server, 'message'),
    once(server, 'exit').then(([code]) =>
      Promise.reject(new Error(`The ${kind} server ended with ${code}.`)),
    ),
  ]);
  return { server, clients, port };
}

async function cpuOf(server) {
  server.send('cpu');
  const [{ cpu }] = await once(server, 'message');
  return cpu.user + cpu.system;
}

let ids = 0;
function ask(clients, call, args) {
  const id = ++ids;
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('The audience ended early.'));
    const onMessage = (answer) => {
      if (answer.id !== id) return;
      clients.off('message', onMessage);
      clients.off('exit', onExit);
      if (answer.error) reject(new Error(answer.error));
      else resolve(answer.result);
    };
    clients.on('message', onMessage);
    clients.on('exit', onExit);
    clients.send({ id, call, args });
  });
}

await runAlone(import.meta.url, title, run);
