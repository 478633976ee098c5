/**
 * The yardstick: what one writes on socket.io-client and mediasoup-client alone, against the same server, with tokens in
 * hand. Requests that do not need each other's answers are sent together.
 */
import { Device } from 'mediasoup-client';
import { io } from 'socket.io-client';
import { firstFrame } from './firstFrame.js';

async function watch({ url, token, roomId }) {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  document.body.append(video);
  const frame = firstFrame();

  const socket = io(url, { transports: ['websocket'] });
  const send = (event, body) =>
    new Promise((resolve, reject) =>
      socket.emit(event, body, (status, answer) =>
        status === 'success' ? resolve(answer.data ?? answer) : reject(new Error(answer.errmsg)),
      ),
    );
  const request = (event, data) => send(event, { data });
  const ready = { transport: null };
  const transportReady = new Promise((resolve) => (ready.transport = resolve));
  socket.on('newConsumer', async ({ data }, answer) => {
    const transport = await transportReady;
    const { id, producerId, kind, rtpParameters } = data;
    const consumer = await transport.consume({ id, producerId, kind, rtpParameters });
    answer('success', { data: {} });
    if (kind === 'video') video.srcObject = new window.MediaStream([consumer.track]);
  });

  await send('token', { token, roomid: roomId, username: 'bare' });
  const device = new Device();
  const [routerRtpCapabilities, parameters] = await Promise.all([
    request('getRouterRtpCapabilities', {}),
    request('createWebRtcTransport', { forceTcp: false, producing: false, consuming: true }),
  ]);
  await device.load({ routerRtpCapabilities });
  const transport = device.createRecvTransport(parameters);
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    request('connectWebRtcTransport', { transportId: transport.id, dtlsParameters }).then(done, failed);
  });
  ready.transport(transport);
  await request('join', {
    displayName: 'bare',
    device: { flag: 'chrome', name: 'Chrome', version: '1' },
    rtpCapabilities: device.rtpCapabilities,
  });
  const shown = await frame;
  return {
    shown,
    close() {
      transport.close();
      socket.disconnect();
      video.remove();
    },
  };
}

/** When the first picture was there, counted from the opening of the page; and how long a second join took. */
const join = async ({ tokens, ...options }) => {
  const first = await watch({ ...options, token: tokens[0] });
  first.close();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const started = performance.now();
  const second = await watch({ ...options, token: tokens[1] });
  return { opened: first.shown, again: second.shown - started };
};

const { searchParams } = new URL(window.location.href);
join(JSON.parse(searchParams.get('args'))).then((result) => (window.result = result));
