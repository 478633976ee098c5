import { performance } from 'node:perf_hooks';
import { quantile } from '../lib/table.mjs';
import { openRawSocket } from '../../test/support/rawSocket.mjs';

/**
 * The audience: one process with all sockets of a room. A message's content is `~<time sent>~` and padding; a delivery
 * is one such content at one socket, and every sixteenth socket reads the time in it.
 */
const MARK = '~';
const MARK_BYTE = MARK.charCodeAt(0);
const PADDED = 100;
let publisher;
let audience = [];
let seen = 0;
let awaited = Infinity;
let reached = () => {};
let latencies = [];
let counter = 0;

function onFrame(sampled) {
  return (body) => {
    let at = body.indexOf(MARK_BYTE);
    if (at < 0) return; // the text half of a message whose content follows as an attachment
    while (at >= 0) {
      const end = body.indexOf(MARK_BYTE, at + 1);
      seen++;
      if (sampled) latencies.push(performance.now() - Number(body.toString('latin1', at + 1, end)));
      at = body.indexOf(MARK_BYTE, end + 1);
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
  [publisher] = audience;
}

async function must(answer) {
  const [status, body] = await answer;
  if (status !== 'success') throw new Error(`Refused: ${JSON.stringify(body)}`);
  return body;
}

/**
 * Publishes `burst` messages at once and again. At `pace: 'idle'` it waits each time until every socket has all of them,
 * which shows the latency; at `'busy'` only until the server has answered, which shows what the server can do. Either way
 * the time ends with the last delivery.
 */
async function measure({ kind, sockets, burst, duration, pace }) {
  latencies = [];
  const started = performance.now();
  let deliveries = 0;
  seen = 0;
  while (performance.now() - started < duration) {
    deliveries += burst * sockets;
    const arrived = pace === 'idle' ? arrivalOf(deliveries) : null;
    const payloads = Array.from({ length: burst }, () => message(sockets));
    const acks = publisher.burst(kind === 'hummer' ? 'room:publish' : 'publish', payloads);
    for (const ack of await acks) await must(ack);
    await arrived;
  }
  await arrivalOf(deliveries);
  const seconds = (performance.now() - started) / 1000;
  return {
    deliveries,
    perSecond: deliveries / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

const message = (sockets) => ({
  data: {
    region: 'cn',
    roomId: `room-${sockets}`,
    clientMsgId: `m${process.pid}-${++counter}`,
    type: 'bytes',
    content: `${MARK}${performance.now().toFixed(3)}${MARK}`.padEnd(PADDED, '.'),
  },
});

function arrivalOf(deliveries) {
  if (seen >= deliveries) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Only ${seen} of ${deliveries} deliveries arrived.`)),
      20_000,
    );
    awaited = deliveries;
    reached = () => {
      clearTimeout(timer);
      awaited = Infinity;
      resolve();
    };
  });
}

process.on('message', async ({ id, call, args }) => {
  try {
    process.send({ id, result: (await (call === 'open' ? open(args) : measure(args))) ?? null });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.on('disconnect', () => process.exit());
