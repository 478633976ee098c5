import { Device } from 'mediasoup-client';
import { io } from 'socket.io-client';

/** Keeps one camera and one microphone in the room: what both viewers join to see. */
window.publish = async ({ url, token, roomId }) => {
  const socket = io(url, { transports: ['websocket'] });
  const send = (event, body) =>
    new Promise((resolve, reject) =>
      socket.emit(event, body, (status, answer) =>
        status === 'success' ? resolve(answer.data ?? answer) : reject(new Error(answer.errmsg)),
      ),
    );
  const request = (event, data) => send(event, { data });
  await send('token', { token, roomid: roomId, username: 'publisher' });
  const device = new Device();
  await device.load({ routerRtpCapabilities: await request('getRouterRtpCapabilities', {}) });
  const parameters = await request('createWebRtcTransport', {
    forceTcp: false,
    producing: true,
    consuming: false,
  });
  const transport = device.createSendTransport(parameters);
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    request('connectWebRtcTransport', { transportId: transport.id, dtlsParameters }).then(done, failed);
  });
  transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
    const appData = { source: kind === 'video' ? 'camera' : 'microphone' };
    request('produce', { transportId: transport.id, kind, rtpParameters, appData }).then(done, failed);
  });
  await request('join', {
    displayName: 'publisher',
    device: { flag: 'chrome', name: 'Chrome', version: '1' },
  });
  const stream = await window.navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 320, height: 240 },
  });
  for (const track of stream.getTracks()) await transport.produce({ track });
};
