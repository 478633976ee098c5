import { Device } from 'mediasoup-client';
import { io } from 'socket.io-client';

/** Many bare viewers in one page. They receive and decrypt, and show nothing: the server's work is what is measured. */
window.view = async ({ url, roomId, tokens, expected }) => {
  const counts = await Promise.all(tokens.map((token) => watch({ url, roomId, token, expected })));
  return counts.reduce((sum, count) => sum + count, 0);
};

/** Resolves with the number of consumers when all that are expected run. */
async function watch({ url, roomId, token, expected }) {
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  const send = (event, body) =>
    new Promise((resolve, reject) =>
      socket.emit(event, body, (status, answer) =>
        status === 'success' ? resolve(answer.data ?? answer) : reject(new Error(answer.errmsg)),
      ),
    );
  const request = (event, data) => send(event, { data });
  await send('token', { token, roomid: roomId, username: 'viewer' });
  const device = new Device();
  await device.load({ routerRtpCapabilities: await request('getRouterRtpCapabilities', {}) });
  const parameters = await request('createWebRtcTransport', {
    forceTcp: false,
    producing: false,
    consuming: true,
  });
  const transport = device.createRecvTransport(parameters);
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    request('connectWebRtcTransport', { transportId: transport.id, dtlsParameters }).then(done, failed);
  });
  let count = 0;
  const all = new Promise((resolve) => {
    socket.on('newConsumer', async ({ data: { id, producerId, kind, rtpParameters } }, answer) => {
      await transport.consume({ id, producerId, kind, rtpParameters });
      answer('success', { data: {} });
      count++;
      if (count === expected) resolve(count);
    });
  });
  await request('join', {
    displayName: 'viewer',
    device: { flag: 'chrome', name: 'Chrome', version: '1' },
    rtpCapabilities: device.rtpCapabilities,
  });
  return all;
}
