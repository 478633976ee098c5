import type { types } from 'mediasoup';

const startBitrate = { 'x-google-start-bitrate': 1000 };

/**
 * What a room can carry: Opus, and every video codec that browsers send. The order is the order of preference for a
 * client that takes the first one: VP8 is the only one that every browser encodes in simulcast.
 */
const wanted: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, parameters: startBitrate },
  {
    kind: 'video',
    mimeType: 'video/VP9',
    clockRate: 90_000,
    parameters: { 'profile-id': 0, ...startBitrate },
  },
  {
    kind: 'video',
    mimeType: 'video/VP9',
    clockRate: 90_000,
    parameters: { 'profile-id': 2, ...startBitrate },
  },
  h264('42e01f'),
  h264('4d0032'),
  { kind: 'video', mimeType: 'video/AV1', clockRate: 90_000, parameters: startBitrate },
];

function h264(profileLevelId: string): types.RouterRtpCodecCapability {
  return {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: {
      'packetization-mode': 1,
      'profile-level-id': profileLevelId,
      'level-asymmetry-allowed': 1,
      ...startBitrate,
    },
  };
}

/** The wanted codecs that this mediasoup has: AV1 came late. */
export function mediaCodecs(supported: types.RouterRtpCapabilities): types.RouterRtpCodecCapability[] {
  const known = new Set(supported.codecs?.map((codec) => codec.mimeType.toLowerCase()));
  return wanted.filter((codec) => known.has(codec.mimeType.toLowerCase()));
}
