import { performance } from 'node:perf_hooks';
import { quantile } from '../lib/table.mjs';
import { openRawSocket } from '../../test/support/rawSocket.mjs';

/**
 * The audience: one process with all sockets of a room. A message's content is `~<time sent>~` and padding; a delivery
 * is one such content at one socket, and every sixteenth socket reads the time in it.
 */
const MARK = '~';
const PADDED = 100;
let publishers = [];
let audience = [];
let seen = 0;
let awaited = Infinity;
let reached = () => {};
let latencies = [];
let counter = 0;

function onFrame(sampled) {
  return (body, binary) => {
    let at = body.indexOf(MARK);
    if (at < 0 || (!binary && body.includes('_placeholder'))) return;
    while (at >= 0) {
      const end = body.indexOf(MARK, at + 1);
      seen++;
      if (sampled) latencies.push(performance.now() - Number(body.toString('latin1', at + 1, end)));
      at = body.indexOf(MARK, end + 1);
    }
    if (seen >= awaited) reached();
  };
}

async function open({ kind, port, sockets }) {
  for (const socket of audience) socket.close();
  audience = [];
  const join = async (i) => {
    const socket = await openRawSocket({ port, namespace: '/hummer', onFrame: onFrame(i % 16 === 0) });
    const roomId = `room-${sockets}`;
    if (kind === 'hummer') {
      await must(socket.request('session:login', { data: { appid: 1, uid: `user${i}`, instance: `i${i}` } }));
      await must(socket.request('room:join', { data: { region: 'cn', roomId } }));
    } else await must(socket.request('join', { data: { roomId } }));
    return socket;
  };
  for (let i = 0; i < sockets; i += 50) {
    const group = Array.from({ length: Math.min(50, sockets - i) }, (_, k) => join(i + k));
    audience.push(...(await Promise.all(group)));
  }
  publishers = audience.slice(0, 1);
}

async function must(answer) {
  const [status, body] = await answer;
  if (status !== 'success') throw new Error(`Refused: ${JSON.stringify(body)}`);
  return body;
}

/** Publishes `burst` messages at once, waits until every socket has all of them, and again, for `duration` ms. */
async function measure({ kind, sockets, burst, duration }) {
  latencies = [];
  const started = performance.now();
  let deliveries = 0;
  while (performance.now() - started < duration) {
    seen = 0;
    awaited = burst * sockets;
    const all = new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Only ${seen} of ${awaited} deliveries arrived.`)),
        10_000,
      );
      reached = () => {
        clearTimeout(timer);
        awaited = Infinity;
        resolve();
      };
    });
    const payloads = Array.from({ length: burst }, () => ({
      data: {
        region: 'cn',
        roomId: `room-${sockets}`,
        clientMsgId: `m${process.pid}-${++counter}`,
        type: 'bytes',
        content: `${MARK}${performance.now().toFixed(3)}${MARK}`.padEnd(PADDED, '.'),
      },
    }));
    const acks = publishers[0].burst(kind === 'hummer' ? 'room:publish' : 'publish', payloads);
    for (const ack of await acks) await must(ack);
    await all;
    deliveries += burst * sockets;
  }
  const seconds = (performance.now() - started) / 1000;
  return {
    deliveries,
    perSecond: deliveries / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

process.on('message', async ({ id, call, args }) => {
  try {
    process.send({ id, result: (await (call === 'open' ? open(args) : measure(args))) ?? null });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.on('disconnect', () => process.exit());
