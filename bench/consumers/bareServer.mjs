/**
 * The yardstick: the least that carries the same media between the same pages. One room, no tokens, no checks, no state but
 * what mediasoup keeps. Says `{port}` when it listens.
 */
import { createServer } from 'node:http';
import { createWorker } from 'mediasoup';
import { Server } from 'socket.io';

const worker = await createWorker({ logLevel: 'error' });
const router = await worker.createRouter({
  mediaCodecs: [
    { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
    { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  ],
});
const webRtcServer = await worker.createWebRtcServer({
  listenInfos: [
    { protocol: 'udp', ip: '127.0.0.1' },
    { protocol: 'tcp', ip: '127.0.0.1' },
  ],
});
const producers = [];
const http = createServer();
const io = new Server(http, { cors: { origin: '*' } });

io.on('connection', (socket) => {
  const transports = new Map();
  let receiving = null;
  const on = (event, handle) => {
    socket.on(event, (message, answer) => {
      Promise.resolve(handle(message.data ?? message)).then(
        (data) => answer('success', { data }),
        (error) => answer('error', { errmsg: error.message, errcode: 1002 }),
      );
    });
  };
  on('token', () => ({ clientId: socket.id, roomId: 'bench' }));
  on('getRouterRtpCapabilities', () => router.rtpCapabilities);
  on('createWebRtcTransport', async ({ consuming }) => {
    const transport = await router.createWebRtcTransport({ webRtcServer, enableTcp: true, preferUdp: true });
    transports.set(transport.id, transport);
    if (consuming) receiving = transport;
    const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
    return { id, iceParameters, iceCandidates, dtlsParameters };
  });
  on('connectWebRtcTransport', async ({ transportId, dtlsParameters }) => {
    await transports.get(transportId).connect({ dtlsParameters });
    return {};
  });
  on('produce', async ({ transportId, kind, rtpParameters }) => {
    const producer = await transports.get(transportId).produce({ kind, rtpParameters });
    producers.push(producer);
    return { id: producer.id };
  });
  on('join', ({ rtpCapabilities }) => {
    for (const producer of rtpCapabilities ? producers : []) void offer(producer.id, rtpCapabilities);
    return { peers: [] };
  });

  async function offer(producerId, rtpCapabilities) {
    const consumer = await receiving.consume({ producerId, rtpCapabilities, paused: true });
    const { id, kind, rtpParameters } = consumer;
    socket.emit('newConsumer', { data: { id, producerId, kind, rtpParameters } }, () => consumer.resume());
  }
});

http.listen(0, '127.0.0.1', () => process.send({ port: http.address().port }));
process.on('disconnect', () => process.exit());
