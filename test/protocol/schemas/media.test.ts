import { describe, expect, it } from 'vitest';
import { HummerError } from '../../../src/protocol/errors.js';
import { DEFAULT_LIMITS } from '../../../src/protocol/limits.js';
import { schemaContext } from '../../../src/protocol/schemas/common.js';
import { mediaDecoders } from '../../../src/protocol/schemas/media.js';
import { audioParameters, clientDtls } from '../../conformance/rtpFixtures.js';

const decoders = mediaDecoders(schemaContext(DEFAULT_LIMITS));
type Event = keyof typeof decoders;

const nuve = { tokenId: 'a'.repeat(24), host: 'h', secure: false, signature: 's' };
const produce = {
  transportId: 't',
  kind: 'audio',
  rtpParameters: audioParameters({ ssrc: 1, mid: '0' }),
  appData: {},
};
const withEncodings = (encodings: unknown) => ({
  ...produce,
  rtpParameters: { ...produce.rtpParameters, encodings },
});
const withRtp = (parts: object) => ({ ...produce, rtpParameters: { ...produce.rtpParameters, ...parts } });
const withOpus = (parameters: object) =>
  withRtp({ codecs: produce.rtpParameters.codecs.map((codec) => ({ ...codec, parameters })) });
const encodings = (count: number) => Array.from({ length: count }, (_, i) => ({ ssrc: i + 1 }));
const device = { flag: 'chrome', name: 'Chrome', version: '1' };

const accepted: [Event, string, unknown][] = [
  ['token', 'a token of seed 003', { token: nuve, roomid: '测试房间', username: '小明' }],
  ['token', 'a token of a session', { token: { session: 's' } }],
  ['createWebRtcTransport', 'no capabilities', { forceTcp: false, producing: true, consuming: false }],
  ['createWebRtcTransport', 'null capabilities', { forceTcp: true, producing: true, sctpCapabilities: null }],
  ['join', 'empty capabilities', { displayName: 'x', device, rtpCapabilities: {}, sctpCapabilities: {} }],
  ['join', 'nothing at all', {}],
  ['produce', 'four encodings', withEncodings(encodings(4))],
  ['produce', 'encodings without SSRC', withEncodings([{ rid: 'r0' }, { rid: 'r1' }])],
  ['connectWebRtcTransport', 'one fingerprint', { transportId: 't', dtlsParameters: clientDtls }],
  ['setConsumerPriority', 'the highest priority', { consumerId: 'c', priority: 255 }],
];

const refused: [Event, string, unknown, string][] = [
  ['token', 'no token', {}, 'token'],
  ['token', 'a token of no known form', { token: { something: 1 } }, 'token'],
  ['token', 'a name of 257 characters', { token: nuve, username: 'x'.repeat(257) }, 'username'],
  [
    'token',
    'a role that is no role',
    { token: { appId: '1', userId: 'u', signature: 's', ctime: 1, role: 1 } },
    'token',
  ],
  ['createWebRtcTransport', 'a flag as text', { producing: 'true' }, 'producing'],
  ['join', 'a display name that is no text', { displayName: 1 }, 'displayName'],
  ['join', 'a device part of 65 characters', { device: { ...device, name: 'x'.repeat(65) } }, 'device.name'],
  ['join', 'capabilities that are a list', { rtpCapabilities: [] }, 'rtpCapabilities'],
  [
    'join',
    '65 codecs',
    { rtpCapabilities: { codecs: Array(65).fill({ mimeType: 'a/b' }) } },
    'rtpCapabilities.codecs',
  ],
  ['produce', 'an unknown kind', { ...produce, kind: 'smell' }, 'kind'],
  [
    'produce',
    'no codecs',
    { ...produce, rtpParameters: { ...produce.rtpParameters, codecs: [] } },
    'rtpParameters.codecs',
  ],
  ['produce', 'video as audio', { ...produce, kind: 'video' }, 'rtpParameters.codecs'],
  ['produce', 'a line break in a name', withRtp({ rtcp: { cname: 'x\r\nm=audio' } }), 'rtpParameters'],
  ['produce', 'a line break in a codec', withOpus({ useinbandfec: '1\na=inactive' }), 'rtpParameters'],
  ['produce', 'a line break in the name of a parameter', withOpus({ 'x\n': 1 }), 'rtpParameters'],
  ['produce', 'a text of 256 characters', withRtp({ rtcp: { cname: 'x'.repeat(256) } }), 'rtpParameters'],
  [
    'produce',
    'depths without end',
    withOpus(JSON.parse('[{"x":'.repeat(20_000) + '1' + '}]'.repeat(20_000)) as object),
    'rtpParameters',
  ],
  ['produce', 'no encodings', withEncodings([]), 'rtpParameters.encodings'],
  ['produce', 'five encodings', withEncodings(encodings(5)), 'rtpParameters.encodings'],
  ['produce', 'an SSRC twice', withEncodings([{ ssrc: 1, rtx: { ssrc: 1 } }]), 'rtpParameters.encodings'],
  ['produce', 'an SSRC beyond 32 bits', withEncodings([{ ssrc: 2 ** 32 }]), 'rtpParameters.encodings.0.ssrc'],
  ['produce', 'appData of more than 2 KiB', { ...produce, appData: { note: 'x'.repeat(2_048) } }, 'appData'],
  ['produce', 'appData that is a list', { ...produce, appData: [] }, 'appData'],
  [
    'connectWebRtcTransport',
    'no fingerprint',
    { transportId: 't', dtlsParameters: { fingerprints: [] } },
    'dtlsParameters.fingerprints',
  ],
  [
    'connectWebRtcTransport',
    'a fingerprint that is none',
    { transportId: 't', dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: 'zz' }] } },
    'dtlsParameters.fingerprints.0.value',
  ],
  [
    'connectWebRtcTransport',
    'a fingerprint that is too short for its algorithm',
    { transportId: 't', dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: 'AA:BB' }] } },
    'dtlsParameters.fingerprints.0',
  ],
  ['setConsumerPriority', 'no priority', { consumerId: 'c' }, 'priority'],
  ['setConsumerPriority', 'priority 0', { consumerId: 'c', priority: 0 }, 'priority'],
  ['setConsumerPreferredLayers', 'a broken layer', { consumerId: 'c', spatialLayer: 0.5 }, 'spatialLayer'],
  [
    'produceData',
    'a label of 65 characters',
    { transportId: 't', sctpStreamParameters: { streamId: 0 }, label: 'x'.repeat(65) },
    'label',
  ],
  ['applyNetworkThrottle', 'a negative rate', { uplink: -1 }, 'uplink'],
  ['subscribe', 'no mode', { items: [] }, 'mode'],
  ['unsubscribe', 'ids that are no list', { consumerIds: 'all' }, 'consumerIds'],
  ['pauseProducer', 'an empty id', { producerId: '' }, 'producerId'],
  ['changeDisplayName', 'no name', {}, 'displayName'],
  ['resume', 'no secret', { sessionId: 's', token: { session: 's' } }, 'secret'],
];

describe('the schemas of the media requests', () => {
  it.each(accepted)('%s takes %s', (event, _what, data) => {
    expect(() => decoders[event](data)).not.toThrow();
  });

  it.each(refused)('%s refuses %s', (event, _what, data, field) => {
    let error: unknown;
    try {
      decoders[event](data);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(HummerError);
    expect((error as HummerError).context).toMatchObject({ type: 'input', field });
  });

  it.each(Object.keys(decoders) as Event[])(
    '%s refuses or ignores anything that is not an object',
    (event) => {
      for (const input of [null, 1, 'text', [], true]) {
        let decoded: unknown = {};
        try {
          decoded = decoders[event](input);
        } catch (error) {
          expect(error).toBeInstanceOf(HummerError);
        }
        expect(decoded).toEqual(expect.any(Object));
      }
    },
  );

  it('keeps what the media server itself checks', () => {
    const { rtpParameters } = decoders.produce(produce);
    expect(rtpParameters).toEqual(produce.rtpParameters);
  });
});
