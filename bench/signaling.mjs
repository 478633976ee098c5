import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openRawSocket } from '../test/support/rawSocket.mjs';
import { root } from './lib/bundle.mjs';
import { runAlone } from './lib/main.mjs';
import { kb, median, ms, quantile, times } from './lib/table.mjs';

export const title = 'Invitations: how soon it rings, what one costs, how exact its deadline is';

export async function run({ calls = 500, open = 1_000 } = {}) {
  const server = fork(join(root, 'bench/lib/hummerServer.mjs'), { execArgv: ['--expose-gc'] });
  const bare = fork(join(root, 'bench/signaling/bareServer.mjs'));
  try {
    const [[{ port }], [{ port: barePort }]] = await Promise.all([
      once(server, 'message'),
      once(bare, 'message'),
    ]);
    return [
      await ringing(port, barePort, calls),
      await memoryOfOpen(server, port, open),
      await exactness(port, open, 'made as fast as the server takes them', 50),
      await exactness(port, open, 'one after the other', 1),
    ];
  } finally {
    server.kill();
    bare.kill();
  }
}

async function must(answer) {
  const [status, body] = await answer;
  if (status !== 'success') throw new Error(`Refused: ${JSON.stringify(body)}`);
  return body.data;
}

/** A user whose `heard` gets every frame. */
async function user(port, uid, heard = () => undefined) {
  const socket = await openRawSocket({ port, namespace: '/hummer', onFrame: heard });
  await must(socket.request('session:login', { data: { appid: 1, uid, instance: uid } }));
  return socket;
}

let ids = 0;
const invitationTo = (uid, timeout) => ({
  data: { clientMsgId: `c${++ids}`, inviteeList: [uid], data: 'x'.repeat(100), timeout },
});

/** From the caller's send to the callee's frame, beside an emit of the same bytes; in turns, so that both meet the same machine. */
async function ringing(port, barePort, calls) {
  let rings;
  const onFrame = () => rings?.();
  const caller = await user(port, 'caller');
  const callee = await user(port, 'callee', onFrame);
  const bareCaller = await openRawSocket({
    port: barePort,
    namespace: '/hummer',
    onFrame: () => undefined,
  });
  const bareCallee = await openRawSocket({ port: barePort, namespace: '/hummer', onFrame });
  await bareCallee.request('login', { data: { uid: 'callee' } });

  async function once(call) {
    const heard = new Promise((resolve) => (rings = resolve));
    const started = performance.now();
    const answer = call();
    await heard;
    const took = performance.now() - started;
    rings = undefined;
    return [took, await answer];
  }
  const ours = [];
  const theirs = [];
  for (let n = 0; n < calls + 50; n++) {
    const [took, answer] = await once(() => caller.request('signaling:invite', invitationTo('callee', 30)));
    const push = await must(answer);
    const [bareTook] = await once(() =>
      bareCaller.request('invite', { data: { to: 'callee', push: { pushes: [push] } } }),
    );
    const { inviteID } = push.invitation;
    const cancelled = new Promise((resolve) => (rings = resolve));
    await must(caller.request('signaling:cancel', { data: { clientMsgId: `x${n}`, inviteID, data: '' } }));
    await cancelled;
    if (n < 50) continue; // warming up
    ours.push(took);
    theirs.push(bareTook);
  }
  for (const socket of [caller, callee, bareCaller, bareCallee]) socket.close();
  return {
    what: 'invite to ring, beside an emit to one user on bare socket.io',
    measured: times(median(ours) / median(theirs)),
    note: `${ms(median(ours))} (99th ${ms(quantile(ours, 0.99))}), bare ${ms(median(theirs))} (99th ${ms(quantile(theirs, 0.99))}); ${calls} calls`,
  };
}

async function memoryOfOpen(server, port, count) {
  const ask = async () => {
    server.send('memory');
    const [{ memory }] = await once(server, 'message');
    return memory;
  };
  const caller = await user(port, 'keeper');
  await inviteAll(caller, 100, 3_600, 50); // so that code and tables are there
  const before = await ask();
  await inviteAll(caller, count, 3_600, 50);
  const after = await ask();
  await must(caller.request('session:logout', { data: {} }));
  caller.close();
  return {
    what: 'server memory per open invitation',
    measured: kb((after - before) / count),
    note: `${count} with one invitee and 100 characters of data, all with a deadline`,
  };
}

async function inviteAll(caller, count, timeout, atOnce) {
  for (let n = 0; n < count; n += atOnce) {
    const payloads = Array.from({ length: atOnce }, (_, k) => invitationTo(`nobody${n + k}`, timeout));
    for (const answer of await caller.burst('signaling:invite', payloads)) await must(answer);
  }
}

/** How late the inviter hears that time is up: the frame's arrival less the deadline, by one machine's clock. */
async function exactness(port, count, how, atOnce) {
  const late = [];
  let all;
  const done = new Promise((resolve) => (all = resolve));
  const caller = await user(port, `timer${atOnce}`, (frame) => {
    const now = Date.now();
    const text = frame.toString();
    if (!text.includes('"timedOut"')) return;
    const [, { data }] = JSON.parse(text.slice(text.indexOf('[')));
    for (const { invitation } of data.pushes) late.push(now - invitation.expiresAt);
    if (late.length >= count) all();
  });
  await inviteAll(caller, count, 5, atOnce);
  await done;
  caller.close();
  return {
    what: `${count} deadlines, ${how}: lateness at the inviter`,
    measured: ms(median(late)),
    note: `99th ${ms(quantile(late, 0.99))}, latest ${ms(Math.max(...late))}, earliest ${ms(Math.min(...late))}`,
  };
}

await runAlone(import.meta.url, title, run);
