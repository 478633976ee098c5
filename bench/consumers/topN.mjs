import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createWorker } from 'mediasoup';
import { importBundled, root } from '../lib/bundle.mjs';
import { cpuOf } from '../lib/cpu.mjs';

const OPUS = { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 };
const LOCAL = { protocol: 'udp', ip: '127.0.0.1' };
/** 30 bytes of key and salt; what they are does not matter to the cost. */
const SRTP = { cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBase64: Buffer.alloc(30, 7).toString('base64') };
const SLOTS = 3;

/**
 * A hundred listeners and ten talkers, three ways: everybody hears all ten; each listener has a consumer of each and hears
 * three of them; three slots. Packets come over UDP and leave encrypted to a port whose owner sleeps.
 */
export async function topN({ listeners = 100, talkers = 10, seconds = 6 } = {}) {
  const { MediasoupSlots } = await importBundled('slots', 'src/server/media/mediasoupSlots.ts');
  const outside = fork(join(root, 'bench/consumers/talkers.mjs'));
  const [{ port: sink }] = await once(outside, 'message');
  const ways = [
    { what: 'everybody hears all ten', slots: false, heard: talkers },
    { what: 'ten consumers a listener, seven of them paused', slots: false, heard: SLOTS },
    { what: 'three slots with rewritten RTP (join.topN)', slots: true, heard: SLOTS },
  ];
  const rows = [];
  try {
    for (const way of ways)
      rows.push(await measure({ ...way, listeners, talkers, seconds, sink, outside, MediasoupSlots }));
  } finally {
    outside.kill();
  }
  return rows;
}

async function measure({ what, slots, heard, listeners, talkers, seconds, sink, outside, MediasoupSlots }) {
  const worker = await createWorker({ logLevel: 'error' });
  try {
    const router = await worker.createRouter({ mediaCodecs: [OPUS] });
    const microphones = [];
    for (let i = 0; i < talkers; i++) microphones.push(await microphone(router, i));
    outside.send(microphones.map(({ port, ssrc }) => ({ port, ssrc })));
    let sources = microphones.map(({ producer }) => producer);
    if (slots) {
      const made = await MediasoupSlots.create({ router, producers: new Map() }, SLOTS, () => undefined);
      for (const { id } of sources) await made.hear(id);
      for (const [index, slot] of made.slots.entries()) await slot.carry(sources[index].id);
      sources = made.slots.map(({ producerId }) => ({ id: producerId }));
    }
    const started = performance.now();
    for (let i = 0; i < listeners; i++) {
      const transport = await router.createPlainTransport({
        listenInfo: LOCAL,
        enableSrtp: true,
        srtpCryptoSuite: SRTP.cryptoSuite,
      });
      await transport.connect({ ip: '127.0.0.1', port: sink, srtpParameters: SRTP });
      await Promise.all(
        sources.map(({ id }, index) =>
          transport.consume({
            producerId: id,
            rtpCapabilities: router.rtpCapabilities,
            paused: index >= heard,
          }),
        ),
      );
    }
    const joined = performance.now() - started;
    const usage = await both(worker.pid, seconds * 1_000);
    return {
      what: `${listeners} listeners, ${talkers} talkers: ${what}`,
      measured: `${usage.worker.toFixed(0)} + ${usage.node.toFixed(0)}`,
      note: `worker + Node; ${listeners * sources.length} consumers, ${(joined / listeners).toFixed(1)} ms to make a listener's`,
    };
  } finally {
    worker.close();
  }
}

async function microphone(router, index) {
  const ssrc = 1_000 + index;
  const transport = await router.createPlainTransport({ listenInfo: LOCAL, comedia: true, rtcpMux: true });
  const producer = await transport.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [
        { mimeType: OPUS.mimeType, payloadType: 111, clockRate: OPUS.clockRate, channels: OPUS.channels },
      ],
      headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1 }],
      encodings: [{ ssrc }],
    },
  });
  return { producer, port: transport.tuple.localPort, ssrc };
}

/** CPU milliseconds a second of the worker and of this process. */
async function both(workerPid, duration) {
  const before = { worker: cpuOf(workerPid), node: process.cpuUsage(), at: performance.now() };
  await new Promise((resolve) => setTimeout(resolve, duration));
  const node = process.cpuUsage(before.node);
  const elapsed = performance.now() - before.at;
  return {
    worker: ((cpuOf(workerPid) - before.worker) * 1_000) / elapsed,
    node: (node.user + node.system) / elapsed,
  };
}
