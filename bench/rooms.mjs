import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openRawSocket } from '../test/support/rawSocket.mjs';
import { importBundled, root } from './lib/bundle.mjs';
import { createGate } from './lib/gate.mjs';
import { runAlone } from './lib/main.mjs';
import { kb, median, ms } from './lib/table.mjs';

export const title = 'Rooms: what a member costs the server, and what recovery costs';

const REGION = 'cn';

export async function run({ members = 1_000, missed = 1_000, rounds = 5 } = {}) {
  const server = fork(join(root, 'bench/lib/hummerServer.mjs'), { execArgv: ['--expose-gc'] });
  try {
    const [{ port }] = await once(server, 'message');
    return [...(await memoryOfMembers(server, port, members)), await recovery(server, port, missed, rounds)];
  } finally {
    server.kill();
  }
}

async function ask(server, what) {
  server.send(what);
  const [answer] = await once(server, 'message');
  return answer[what];
}

async function member(port, uid, roomId) {
  const socket = await openRawSocket({ port, namespace: '/hummer', onFrame: () => undefined });
  await must(socket.request('session:login', { data: { appid: 1, uid, instance: uid } }));
  await must(socket.request('room:join', { data: { region: REGION, roomId } }));
  return socket;
}

async function must(answer) {
  const [status, body] = await answer;
  if (status !== 'success') throw new Error(`Refused: ${JSON.stringify(body)}`);
}

async function memoryOfMembers(server, port, count) {
  (await member(port, 'warm', 'warm')).close();
  const empty = await ask(server, 'memory');
  const sockets = [];
  for (let i = 0; i < count; i += 50) {
    const group = Array.from({ length: 50 }, (_, k) => member(port, `m${i + k}`, `memory${(i + k) % 10}`));
    sockets.push(...(await Promise.all(group)));
  }
  const idle = await ask(server, 'memory');
  const attributes = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`key${i}`, 'x'.repeat(32)]));
  for (const [i, socket] of sockets.entries()) {
    const data = { region: REGION, roomId: `memory${i % 10}`, clientMsgId: `w${i}`, op: 'set', attributes };
    await must(socket.request('room:writeUserAttributes', { data }));
  }
  const full = await ask(server, 'memory');
  for (const socket of sockets) socket.close();
  return [
    {
      what: 'server memory per idle member (socket included)',
      measured: kb((idle - empty) / count),
      note: `${count} members`,
    },
    {
      what: 'more with 10 attributes of 32 characters',
      measured: kb((full - idle) / count),
      note: 'the history entry of the write included',
    },
  ];
}

function within(promise, limit, explain) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(explain())), limit);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A real client is away while others publish; the time from its return to the last missed message. */
async function recovery(server, port, missed, rounds) {
  const { Hummer } = await importBundled('core', 'src/core/index.ts');
  const results = [];
  const cpu = [];
  const publisher = await member(port, 'publisher', 'tunnel');
  let counter = 0;
  for (let round = 0; round <= rounds; round++) {
    const gate = await createGate(port);
    const hummer = Hummer.createHummer({ appid: 1, url: gate.url, logLevel: 'none' });
    await hummer.login({ uid: `reader${round}` });
    const room = hummer.createInstance().createRoom({ region: REGION, roomId: 'tunnel' });
    await room.joinRoom();
    let heard = 0;
    let all;
    const done = new Promise((resolve) => (all = resolve));
    room.on('RoomMessage', () => ++heard === missed && all());
    gate.close();
    for (let i = 0; i < missed; i += 50) {
      const payloads = Array.from({ length: 50 }, () => ({
        data: {
          region: REGION,
          roomId: 'tunnel',
          clientMsgId: `r${++counter}`,
          type: 'text',
          content: 'x'.repeat(100),
        },
      }));
      for (const answer of await publisher.burst('room:publish', payloads)) await must(answer);
    }
    const before = await ask(server, 'cpu');
    const connected = once(gate, 'connected');
    gate.open();
    await within(connected, 30_000, () => `The client did not come back; it is ${hummer.connection.state}.`);
    const started = performance.now();
    await within(
      done,
      20_000,
      () => `Only ${heard} of ${missed} missed messages came; the client is ${hummer.connection.state}.`,
    );
    if (round > 0) {
      results.push(performance.now() - started);
      const after = await ask(server, 'cpu');
      cpu.push((after.user + after.system - before.user - before.system) / 1_000);
    }
    await hummer.destroy();
    gate.end();
  }
  publisher.close();
  return {
    what: `recovery of ${missed.toLocaleString('en')} missed messages`,
    measured: ms(median(results)),
    note: `from the new connection to the last message; server CPU ${ms(median(cpu))}; ${rounds} runs`,
  };
}

await runAlone(import.meta.url, title, run);
