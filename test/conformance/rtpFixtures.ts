import type { DtlsParameters, RtpCapabilities, RtpParameters } from '../../src/protocol/rtp.js';

/** Parameters as a browser would send them; SSRCs and MIDs are the caller's to keep apart. */
export function audioParameters({ ssrc, mid }: { ssrc: number; mid: string }): RtpParameters {
  return {
    mid,
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 111,
        clockRate: 48_000,
        channels: 2,
        parameters: { useinbandfec: 1, usedtx: 1 },
        rtcpFeedback: [{ type: 'transport-cc' }],
      },
    ],
    headerExtensions: [
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4, encrypt: false, parameters: {} },
      { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1, encrypt: false, parameters: {} },
    ],
    encodings: [{ ssrc, dtx: false }],
    rtcp: { cname: `cname-${ssrc}`, reducedSize: true },
  };
}

export function videoParameters({
  ssrc,
  mid,
  mimeType = 'video/VP8',
}: {
  ssrc: number;
  mid: string;
  mimeType?: string;
}): RtpParameters {
  return {
    mid,
    codecs: [
      {
        mimeType,
        payloadType: 96,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
      },
      {
        mimeType: 'video/rtx',
        payloadType: 97,
        clockRate: 90_000,
        parameters: { apt: 96 },
        rtcpFeedback: [],
      },
    ],
    headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4, encrypt: false, parameters: {} }],
    encodings: [{ ssrc, rtx: { ssrc: ssrc + 1 } }],
    rtcp: { cname: `cname-${ssrc}`, reducedSize: true },
  };
}

/** What a browser that decodes only Opus would offer. */
export function audioOnlyCapabilities(capabilities: RtpCapabilities): RtpCapabilities {
  return { ...capabilities, codecs: (capabilities.codecs ?? []).filter(({ kind }) => kind === 'audio') };
}

export const clientDtls: DtlsParameters = {
  role: 'client',
  fingerprints: [
    {
      algorithm: 'sha-256',
      value:
        'CC:06:61:AA:DC:E1:87:57:80:95:CE:9E:61:5D:8B:3F:7C:A3:2E:C8:01:4A:4F:C4:E3:F6:42:92:1A:79:FC:B8',
    },
  ],
};
