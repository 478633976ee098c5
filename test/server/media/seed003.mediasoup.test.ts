import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { observer, type types } from 'mediasoup';
import { openRawSocket } from '../../support/rawSocket.mjs';
import { silentLog } from '../../../src/server/ports/Log.js';
import { createHummerServer, type HummerServer } from '../../../src/server/createHummerServer.js';
import { eventually } from '../../support/eventually.js';

/**
 * A client that knows nothing but seed 003: socket.io, its events and its payloads, no code of ours. Against the real server
 * with real mediasoup.
 */
interface Received {
  event: string;
  data: Record<string, unknown>;
}

class DocumentClient {
  readonly received: Received[] = [];
  /** The callback of a server request gets two arguments, as in the document. */
  reply: ['success', object] | ['error', object] = ['success', { data: {} }];

  private constructor(readonly socket: Socket) {
    socket.onAny(
      (
        event: string,
        message: { data: Record<string, unknown> },
        callback?: (...args: unknown[]) => void,
      ) => {
        this.received.push({ event, data: message.data });
        callback?.(...this.reply);
      },
    );
  }

  static async open(url: string): Promise<DocumentClient> {
    const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
    const client = new DocumentClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return client;
  }

  emit(event: string, message: object): Promise<[string, Record<string, unknown>]> {
    return new Promise((resolve) => {
      this.socket.emit(event, message, (status: string, body: Record<string, unknown>) => {
        resolve([status, body]);
      });
    });
  }

  async request<T = Record<string, unknown>>(event: string, data: object = {}): Promise<T> {
    const [status, body] = await this.emit(event, { data });
    expect([event, status, body]).toEqual([event, 'success', { data: expect.anything() as unknown }]);
    return body['data'] as T;
  }

  of(event: string): Record<string, unknown>[] {
    return this.received.filter((entry) => entry.event === event).map(({ data }) => data);
  }

  async next(event: string, count = 1): Promise<Record<string, unknown>> {
    await eventually(() => {
      expect(this.of(event).length).toBeGreaterThanOrEqual(count);
    });
    return this.of(event).at(-1)!;
  }
}

const sctpCapabilities = { numStreams: { OS: 1024, MIS: 1024 } };
const device = { flag: 'chrome', name: 'Chrome', version: '79.0.3945.117' };
const room = '测试房间';

/** The very example of the document, but for the ids. */
const audio = {
  codecs: [
    {
      mimeType: 'audio/opus',
      payloadType: 109,
      clockRate: 48000,
      channels: 2,
      parameters: { maxplaybackrate: 48000, stereo: 1, useinbandfec: 1, 'sprop-stereo': 1, usedtx: 1 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 3, encrypt: false, parameters: {} },
    { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1, encrypt: false, parameters: {} },
  ],
  encodings: [{ ssrc: 2180756716, dtx: false }],
  rtcp: { cname: '{d8857706-3a0f-4d3b-9228-431931dba49f}', reducedSize: true },
  mid: '0',
};
const video = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 120, clockRate: 90000, parameters: {}, rtcpFeedback: [] }],
  headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 3, encrypt: false, parameters: {} }],
  encodings: [{ ssrc: 2180756717 }],
  rtcp: { cname: '{d8857706-3a0f-4d3b-9228-431931dba49f}', reducedSize: true },
  mid: '1',
};
const dtlsParameters = {
  role: 'client',
  fingerprints: [
    {
      algorithm: 'sha-256',
      value:
        'CC:06:61:AA:DC:E1:87:57:80:95:CE:9E:61:5D:8B:3F:7C:A3:2E:C8:01:4A:4F:C4:E3:F6:42:92:1A:79:FC:B8',
    },
  ],
};

describe('a client written from seed 003 alone', () => {
  const workers: types.Worker[] = [];
  const clients: DocumentClient[] = [];
  let server: HummerServer;

  beforeAll(async () => {
    observer.on('newworker', (worker) => workers.push(worker));
    server = await createHummerServer({
      port: 0,
      apps: { '1': { key: 'the key of the app', nuveKey: 'the nuve key' } },
      media: { workers: 1, rtcMinPort: 0 },
      logger: silentLog,
    });
  });
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.disconnect();
  });
  afterAll(() => server.close());

  async function open(): Promise<DocumentClient> {
    const client = await DocumentClient.open(server.url);
    clients.push(client);
    return client;
  }

  async function join(displayName: string) {
    const client = await open();
    const token = await server.issueMediaToken({ appid: 1, roomId: room, username: displayName });
    const [status, answer] = await client.emit('token', { token, roomid: room, username: displayName });
    expect([status, Object.keys(answer).sort()]).toEqual(['success', ['clientId', 'roomId']]);
    const rtpCapabilities = await client.request('getRouterRtpCapabilities');
    const create = (producing: boolean) =>
      client.request<{ id: string; iceCandidates: { ip: string }[] }>('createWebRtcTransport', {
        forceTcp: false,
        producing,
        consuming: !producing,
        sctpCapabilities,
      });
    const [send, recv] = await Promise.all([create(true), create(false)]);
    const { peers } = await client.request<{ peers: unknown[] }>('join', {
      displayName,
      device,
      rtpCapabilities,
      sctpCapabilities,
    });
    return { client, id: answer['clientId'] as string, send, recv, peers };
  }

  it('publishes, receives newConsumer, and gets every request answered', async () => {
    const ann = await join('Chespin');
    expect(ann.peers).toEqual([]);
    expect(ann.send).toMatchObject({
      iceParameters: { iceLite: true },
      iceCandidates: [
        { foundation: 'udpcandidate', ip: '127.0.0.1', protocol: 'udp', type: 'host' },
        { protocol: 'tcp' },
      ],
      dtlsParameters: { role: 'auto' },
      sctpParameters: { OS: 1024, MIS: 1024, port: 5000, maxMessageSize: 262144 },
    });
    const { client } = ann;
    await client.request('connectWebRtcTransport', { transportId: ann.send.id, dtlsParameters });
    const transportId = ann.send.id;
    const audioId = (
      await client.request('produce', { transportId, kind: 'audio', rtpParameters: audio, appData: {} })
    )['id'];

    const ben = await join('Drowzee');
    expect(ben.peers).toEqual([{ id: ann.id, displayName: 'Chespin', device }]);
    expect(await client.next('newPeer')).toEqual({ id: ben.id, displayName: 'Drowzee', device });
    const offer = await ben.client.next('newConsumer');
    expect(offer).toEqual({
      peerId: ann.id,
      producerId: audioId,
      id: expect.any(String) as string,
      kind: 'audio',
      rtpParameters: expect.objectContaining({ mid: '0' }) as object,
      type: 'simple',
      appData: { peerId: ann.id },
      producerPaused: false,
    });
    await ben.client.next('consumerScore');
    const videoId = (
      await client.request('produce', { transportId, kind: 'video', rtpParameters: video, appData: {} })
    )['id'];
    const consumerId = (await ben.client.next('newConsumer', 2))['id'];
    const { id: dataProducerId } = await client.request('produceData', {
      transportId,
      sctpStreamParameters: { streamId: 0, ordered: false, maxRetransmits: 1 },
      label: 'chat',
      protocol: '',
      appData: { info: 'my-chat-DataProducer' },
    });
    const dataOffer = await ben.client.next('newDataConsumer');
    expect(dataOffer).toMatchObject({
      peerId: ann.id,
      dataProducerId,
      sctpStreamParameters: { ordered: false, maxRetransmits: 1 },
      label: 'chat',
      protocol: '',
      appData: { info: 'my-chat-DataProducer' },
    });

    expect(await client.request('getTransportStats', { transportId })).toMatchObject([
      { type: 'webrtc-transport', transportId, dtlsState: expect.any(String) as string },
    ]);
    expect(await client.request('getProducerStats', { producerId: audioId })).toEqual(expect.any(Array));
    expect(await ben.client.request('getConsumerStats', { consumerId })).toMatchObject([
      { type: 'outbound-rtp' },
    ]);
    expect(await client.request('getDataProducerStats', { dataProducerId })).toMatchObject([
      { type: 'data-producer', label: 'chat' },
    ]);
    expect(
      await ben.client.request('getDataConsumerStats', { dataConsumerId: dataOffer['id'] }),
    ).toMatchObject([{ type: 'data-consumer', label: 'chat' }]);

    await ben.client.request('setConsumerPreferredLayers', { consumerId, spatialLayer: 1, temporalLayer: 2 });
    await ben.client.request('setConsumerPriority', { consumerId, priority: 100 });
    await ben.client.request('requestConsumerKeyFrame', { consumerId });
    await ben.client.request('pauseConsumer', { consumerId });
    await ben.client.request('resumeConsumer', { consumerId });
    for (const { id } of [ben.recv, ben.send]) {
      expect(await ben.client.request('restartIce', { transportId: id })).toMatchObject({
        iceParameters: { iceLite: true },
      });
    }

    await client.request('pauseProducer', { producerId: videoId });
    expect(await ben.client.next('consumerPaused')).toEqual({ consumerId });
    await client.request('resumeProducer', { producerId: videoId });
    expect(await ben.client.next('consumerResumed')).toEqual({ consumerId });
    await client.request('closeProducer', { producerId: videoId });
    expect(await ben.client.next('consumerClosed')).toEqual({ consumerId });

    client.socket.disconnect();
    expect(await ben.client.next('dataConsumerClosed')).toEqual({ dataConsumerId: dataOffer['id'] });
    expect(await ben.client.next('peerClosed')).toEqual({ peerId: ann.id });
  });

  it('never meets an event that the document does not have', async () => {
    const ann = await join('Ann');
    const ben = await join('Ben');
    const transportId = ann.send.id;
    const { id } = await ann.client.request('produce', {
      transportId,
      kind: 'audio',
      rtpParameters: audio,
      appData: {},
    });
    await ben.client.next('newConsumer');
    await ann.client.request('pauseProducer', { producerId: id });
    await ben.client.next('consumerPaused');
    ann.client.socket.disconnect();
    await ben.client.next('peerClosed');
    const documented = [
      'newPeer',
      'newConsumer',
      'consumerScore',
      'consumerPaused',
      'consumerClosed',
      'peerClosed',
    ];
    for (const { event } of [...ann.client.received, ...ben.client.received])
      expect(documented).toContain(event);
  });

  it('is refused with an errmsg and an errcode, and stays connected', async () => {
    const client = await open();
    const [status, body] = await client.emit('join', { data: { displayName: 'x', device } });
    expect([status, body]).toEqual([
      'error',
      expect.objectContaining({ errmsg: expect.stringMatching(/./) as string, errcode: 401 }),
    ]);
    const token = await server.issueMediaToken({ appid: 1, roomId: room, username: 'x' });
    const [wrong, refusal] = await client.emit('token', { token, roomid: 'another room' });
    expect([wrong, refusal['errcode']]).toEqual(['error', 1002]);
    expect(client.socket.connected).toBe(true);
  });

  it('refuses a consumer with errcode 403, and it is gone', async () => {
    const ann = await join('Ann');
    const ben = await join('Ben');
    ben.client.reply = ['error', { errmsg: 'I do not want to consume', errcode: 403 }];
    await ann.client.request('produce', {
      transportId: ann.send.id,
      kind: 'audio',
      rtpParameters: audio,
      appData: {},
    });
    const { id } = await ben.client.next('newConsumer');
    await eventually(async () => {
      const [status, body] = await ben.client.emit('getConsumerStats', { data: { consumerId: id } });
      expect([status, body['errcode']]).toEqual(['error', 404]);
    });
  });

  it('works from a socket.io 2 client, whose protocol is the third revision', async () => {
    const ann = await join('Ann');
    await ann.client.request('produce', {
      transportId: ann.send.id,
      kind: 'audio',
      rtpParameters: audio,
      appData: {},
    });
    const events: string[] = [];
    const old = await openRawSocket({
      port: server.port,
      namespace: '/',
      protocol: 3,
      onFrame(body) {
        const [, id = '', text = '[]'] = /^42(\d*)(.*)$/s.exec(body.toString()) ?? [];
        events.push(...(JSON.parse(text) as string[]).slice(0, 1));
        if (id !== '') old.raw(`43${id}["success",{"data":{}}]`);
      },
    });
    const token = await server.issueMediaToken({ appid: 1, roomId: room, username: 'old' });
    expect(await old.request('token', { token, roomid: room })).toMatchObject(['success', { roomId: room }]);
    const [, caps] = await old.request('getRouterRtpCapabilities', { data: {} });
    await old.request('createWebRtcTransport', {
      data: { forceTcp: false, producing: false, consuming: true },
    });
    const join2 = { displayName: 'old', device, rtpCapabilities: caps.data };
    expect(await old.request('join', { data: join2 })).toMatchObject([
      'success',
      { data: { peers: [{ id: ann.id }] } },
    ]);
    await eventually(() => {
      expect(events).toEqual(['newConsumer', 'consumerScore']);
    });
    old.close();
  });

  it('loses its socket when its worker is killed, and can begin anew at once', async () => {
    const ann = await join('Ann');
    process.kill(workers.at(-1)!.pid, 'SIGKILL');
    await eventually(() => {
      expect(ann.client.socket.connected).toBe(false);
    });
    const again = await join('Ann');
    await again.client.request('produce', {
      transportId: again.send.id,
      kind: 'audio',
      rtpParameters: audio,
      appData: {},
    });
  });
});

describe('our own client', () => {
  it('hears mediaReset when its worker is killed, stays a member, and publishes again', async () => {
    const workers: types.Worker[] = [];
    observer.on('newworker', (worker) => workers.push(worker));
    const server = await createHummerServer({
      port: 0,
      apps: 'open',
      media: { workers: 1, rtcMinPort: 0 },
      logger: silentLog,
    });
    const hummer = io(`${server.url}/hummer`, { transports: ['websocket'], forceNew: true });
    const login = { appid: 1, uid: 'ann', instance: 'test' };
    await new Promise((resolve) => hummer.emit('session:login', { data: login }, resolve));
    const issued = await new Promise<string>((resolve) => {
      hummer.emit(
        'media:token',
        { data: { roomId: 'room', role: 0 } },
        (_status: string, body: { data: { token: string } }) => {
          resolve(body.data.token);
        },
      );
    });
    const client = await DocumentClient.open(server.url);
    try {
      const [, answer] = await client.emit('token', { token: { session: issued }, roomid: 'room' });
      expect(answer).toMatchObject({ resume: { sessionId: expect.any(String) as string } });
      await client.request('join', { displayName: 'Ann', device });
      await client.request('getRouterRtpCapabilities');
      process.kill(workers.at(-1)!.pid, 'SIGKILL');
      await client.next('mediaReset');
      const { id } = await client.request<{ id: string }>('createWebRtcTransport', {
        producing: true,
        consuming: false,
      });
      await client.request('produce', { transportId: id, kind: 'audio', rtpParameters: audio, appData: {} });
      expect(client.socket.connected).toBe(true);
      expect((await server.stats()).media).toMatchObject({ mediaPeers: 1, producers: 1, workerDeaths: 1 });
    } finally {
      client.socket.disconnect();
      hummer.disconnect();
      await server.close();
    }
  });
});
