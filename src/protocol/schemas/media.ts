import * as v from 'valibot';
import { utf8Length } from '../../lib/utf8.js';
import { inputError } from '../errors.js';
import type { Limits } from '../limits.js';
import type { MediaTokenRequest, ProducerResolution } from '../media.js';
import type { MediaRequests } from '../mediaEvents.js';
import type {
  DtlsParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  SctpCapabilities,
  SctpStreamParameters,
} from '../rtp.js';
import { appidSchema, mediaRoleSchema, regionSchema, roomIdSchema, type SchemaContext } from './common.js';
import { createDecoder, type Decoder, type Decoders } from './decode.js';

/** Decoders of all requests of `/`. What mediasoup checks itself, and only hands on, is loose here but bounded. */
export function mediaDecoders(
  context: SchemaContext,
): Decoders<MediaRequests> & { token: Decoder<MediaTokenRequest> } {
  const { media } = context.limits;
  const displayName = text(media.displayNameChars);
  const transport = createDecoder(v.object({ transportId: id }));
  const producer = createDecoder(v.object({ producerId: id }));
  const consumer = createDecoder(v.object({ consumerId: id }));
  const empty = createDecoder(
    v.pipe(
      v.unknown(),
      v.transform((): Record<string, never> => ({})),
    ),
  );
  const ownToken = v.union(
    [sessionToken, sparkToken],
    'must be {session} or {appId, userId, signature, ctime, role}',
  );
  const checkAppData = ({ appData }: { appData: Record<string, unknown> }): void => {
    if (utf8Length(JSON.stringify(appData)) > media.appDataBytes) {
      throw inputError('appData', `appData: must be at most ${media.appDataBytes} bytes of JSON`);
    }
  };

  return {
    token: createDecoder(
      v.object({
        token: v.union(
          [nuveToken, sessionToken, sparkToken],
          'must be a token of seed 003, {session}, or seed 002’s form',
        ),
        roomid: v.exactOptional(roomIdSchema(context)),
        username: v.exactOptional(displayName),
      }),
    ),
    resume: createDecoder(v.object({ sessionId: id, secret: text(128), token: ownToken })),
    switchRole: createDecoder(v.object({ role: mediaRoleSchema, token: ownToken })),
    getRouterRtpCapabilities: empty,
    createWebRtcTransport: createDecoder(
      v.object({
        forceTcp: v.optional(v.boolean('must be true or false'), false),
        producing: v.optional(v.boolean('must be true or false'), false),
        consuming: v.optional(v.boolean('must be true or false'), false),
        sctpCapabilities: v.exactOptional(sctpCapabilities),
      }),
    ),
    join: createDecoder(
      v.object({
        displayName: v.optional(displayName, ''),
        device: v.optional(device(media), {}),
        rtpCapabilities: v.exactOptional(rtpCapabilities),
        sctpCapabilities: v.exactOptional(sctpCapabilities),
        autoSubscribe: v.exactOptional(v.boolean('must be true or false')),
        topN: v.exactOptional(topN),
        initialLayer: v.exactOptional(layer),
      }),
    ),
    connectWebRtcTransport: createDecoder(v.object({ transportId: id, dtlsParameters })),
    produce: createDecoder(
      v.object({
        transportId: id,
        kind,
        rtpParameters: rtpParameters(media),
        appData,
        paused: v.exactOptional(v.boolean('must be true or false')),
      }),
      (data) => {
        checkCodecs(data);
        checkAppData(data);
      },
    ),
    closeProducer: producer,
    pauseProducer: producer,
    resumeProducer: producer,
    pauseConsumer: consumer,
    resumeConsumer: consumer,
    requestConsumerKeyFrame: consumer,
    restartIce: transport,
    setConsumerPreferredLayers: createDecoder(
      v.object({ consumerId: id, spatialLayer: layer, temporalLayer: v.exactOptional(layer) }),
    ),
    setConsumerPriority: createDecoder(v.object({ consumerId: id, priority: whole(1, 255) })),
    produceData: createDecoder(
      v.object({
        transportId: id,
        sctpStreamParameters,
        label: v.optional(text(media.labelChars), ''),
        protocol: v.optional(text(media.labelChars), ''),
        appData,
      }),
      checkAppData,
    ),
    getTransportStats: transport,
    getProducerStats: producer,
    getConsumerStats: consumer,
    getDataProducerStats: createDecoder(v.object({ dataProducerId: id })),
    getDataConsumerStats: createDecoder(v.object({ dataConsumerId: id })),
    applyNetworkThrottle: createDecoder(
      v.object({
        uplink: v.exactOptional(amount),
        downlink: v.exactOptional(amount),
        rtt: v.exactOptional(amount),
        packetLoss: v.exactOptional(amount),
      }),
    ),
    resetNetworkThrottle: empty,
    leave: empty,
    subscribe: createDecoder(
      v.object({
        items: v.pipe(
          v.array(
            v.object({
              producerId: id,
              resolutionId: v.exactOptional(text(64)),
              layer: v.exactOptional(layer),
              minLayer: v.exactOptional(layer),
              paused: v.exactOptional(v.boolean('must be true or false')),
            }),
            'must be an array',
          ),
          v.maxLength(media.consumersPerPeer, `must hold at most ${media.consumersPerPeer} items`),
        ),
        mode: v.picklist(['add', 'replace'], "must be 'add' or 'replace'"),
        kind: v.exactOptional(kind),
      }),
    ),
    unsubscribe: createDecoder(
      v.object({
        consumerIds: v.pipe(
          v.array(id, 'must be an array of ids'),
          v.maxLength(media.consumersPerPeer, `must hold at most ${media.consumersPerPeer} ids`),
        ),
      }),
    ),
    closeTransport: transport,
    changeDisplayName: createDecoder(v.object({ displayName })),
    renewSignature: createDecoder(v.object({ signature: text(512), ctime })),
    setBandwidth: createDecoder(v.object({ maxKbps: whole(media.leastKbps, media.mostKbps) })),
    setProducerMeta: createDecoder(
      v.object({
        producerId: id,
        source: v.exactOptional(v.picklist(SOURCES, `must be one of ${SOURCES.join(', ')}`)),
        resolutions: v.exactOptional(resolutions(media)),
      }),
    ),
    getIceServers: empty,
    setTopN: createDecoder(v.object({ topN })),
  };
}

/** The decoder of what a token of seed 003 is issued for: `issueMediaToken` is a public call. */
export function issueMediaTokenDecoder(context: SchemaContext) {
  return createDecoder(
    v.object({
      appid: appidSchema,
      roomId: roomIdSchema(context),
      username: text(context.limits.media.displayNameChars),
      role: v.optional(mediaRoleSchema, 0),
      region: v.optional(regionSchema, context.defaultRegion),
      host: v.exactOptional(text(255)),
      secure: v.optional(v.boolean('must be true or false'), false),
    }),
  );
}

function text(most: number) {
  return v.pipe(v.string('must be a string'), v.maxLength(most, `must have at most ${most} characters`));
}

function whole(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

const id = v.pipe(text(64), v.minLength(1, 'must not be empty'));
const kind = v.picklist(['audio', 'video'], "must be 'audio' or 'video'");
const topN = v.picklist([0, 3], 'must be 0 or 3');
const layer = whole(0, 7);
const SOURCES = ['microphone', 'camera', 'screen', 'screen-audio', 'other'] as const;
const amount = v.pipe(
  v.number('must be a number'),
  v.finite('must be a number'),
  v.minValue(0, 'must not be negative'),
);
/** For valibot a list is an object, too. */
const noList = v.check((value: unknown) => !Array.isArray(value), 'must be an object');
const appData = v.optional(
  v.pipe(v.unknown(), noList, v.record(v.string(), v.unknown(), 'must be an object')),
  {},
);

function device({ deviceChars }: Limits['media']) {
  const part = v.optional(text(deviceChars), '');
  return v.object({ flag: part, name: part, version: part }, 'must be an object of strings');
}

const nuveToken = v.object({ tokenId: id, host: text(255), secure: v.boolean(), signature: text(512) });
const sessionToken = v.object({ session: text(4_096) });
/** Seed 002 narrows ids further than the rest of the server (SETTLED 3). */
const sparkId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ -'));
/** The document says string in its tables and passes a number in its code. */
const ctime = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.regex(/^\d{1,12}$/), v.transform(Number))],
    'must be seconds since 1970',
  ),
  v.safeInteger('must be whole seconds'),
);
const sparkToken = v.object({
  appId: sparkId,
  userId: sparkId,
  signature: text(512),
  ctime,
  role: mediaRoleSchema,
});

/** Absent, null and `{}` all mean that the client does not receive (PROTOCOL 2). */
const rtpCapabilities = v.nullable(
  v.pipe(
    v.unknown(),
    noList,
    v.looseObject(
      {
        codecs: v.exactOptional(bounded(v.looseObject({ mimeType: text(64) }), 64)),
        headerExtensions: v.exactOptional(bounded(v.looseObject({ uri: text(255) }), 64)),
      },
      'must be an object',
    ),
  ),
) as unknown as v.GenericSchema<unknown, RtpCapabilities | null>;

const sctpCapabilities = v.nullable(
  v.looseObject(
    { numStreams: v.exactOptional(v.object({ OS: whole(0, 65_535), MIS: whole(0, 65_535) })) },
    'must be an object',
  ),
) as unknown as v.GenericSchema<unknown, SctpCapabilities | null>;

const dtlsParameters = v.object({
  role: v.exactOptional(v.picklist(['auto', 'client', 'server'], "must be 'auto', 'client' or 'server'")),
  // Without one the handshake could not be checked, and old workers crashed.
  fingerprints: v.pipe(
    bounded(
      v.object({
        algorithm: v.picklist(
          ['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512'],
          'is no fingerprint algorithm',
        ),
        value: v.pipe(
          text(191),
          v.regex(/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+$/, 'must be hex pairs with colons'),
        ),
      }),
      8,
    ),
    v.minLength(1, 'must hold at least one fingerprint'),
  ),
}) satisfies v.GenericSchema<unknown, DtlsParameters>;

function rtpParameters({ encodings }: Limits['media']) {
  const ssrc = whole(1, 0xffff_ffff);
  const parameters = v.looseObject(
    {
      mid: v.exactOptional(text(64)),
      codecs: v.pipe(
        bounded(
          v.looseObject({ mimeType: text(64), payloadType: whole(0, 127), clockRate: whole(1, 1_000_000) }),
          32,
        ),
        v.minLength(1, 'must hold at least one codec'),
      ),
      headerExtensions: v.exactOptional(bounded(v.looseObject({ uri: text(255), id: whole(1, 255) }), 32)),
      encodings: v.pipe(
        bounded(
          v.looseObject({
            ssrc: v.exactOptional(ssrc),
            rid: v.exactOptional(text(16)),
            rtx: v.exactOptional(v.looseObject({ ssrc })),
          }),
          encodings,
        ),
        v.minLength(1, 'must hold at least one encoding'),
        v.check(distinctSsrcs, 'must not use an SSRC twice'),
      ),
    },
    'must be an object',
  );
  return v.pipe(
    parameters,
    v.check(
      (value) => isPlain(value),
      'must hold only printable ASCII, at most 255 characters a text, eight levels deep',
    ),
  ) as unknown as v.GenericSchema<unknown, RtpParameters>;
}

/**
 * Receivers write these texts into their session descriptions, where a line break begins another line: one such text would
 * cost everybody in the room all that they receive.
 */
function isPlain(value: unknown, depth = 8): boolean {
  if (typeof value === 'string') return /^[\x20-\x7e]{0,255}$/.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.entries(value).every(([key, part]) => isPlain(key) && isPlain(part, depth - 1));
}

/** mediasoup takes video for audio, and receivers fail at it, with all that they negotiate at once. */
function checkCodecs({ kind, rtpParameters }: { kind: MediaKind; rtpParameters: RtpParameters }): void {
  if (rtpParameters.codecs.every(({ mimeType }) => mimeType.toLowerCase().startsWith(`${kind}/`))) return;
  throw inputError('rtpParameters.codecs', `rtpParameters.codecs: must be codecs of ${kind}, as kind says`);
}

function distinctSsrcs(encodings: { ssrc?: number; rtx?: { ssrc: number } }[]): boolean {
  const all = encodings.flatMap(({ ssrc, rtx }) => [ssrc, rtx?.ssrc]).filter((ssrc) => ssrc !== undefined);
  return new Set(all).size === all.length;
}

function resolutions({ encodings }: Limits['media']) {
  return v.pipe(
    bounded(
      v.object({
        resolutionId: id,
        width: whole(1, 16_384),
        height: whole(1, 16_384),
        frameRate: amount,
        maxBitrate: amount,
        layer: v.exactOptional(layer),
      }),
      encodings,
    ),
    v.check(distinctIds, 'must not use a resolutionId twice'),
  );
}

function distinctIds(resolutions: ProducerResolution[]): boolean {
  return new Set(resolutions.map(({ resolutionId }) => resolutionId)).size === resolutions.length;
}

const sctpStreamParameters = v.object({
  streamId: whole(0, 65_534),
  ordered: v.exactOptional(v.boolean('must be true or false')),
  maxPacketLifeTime: v.exactOptional(whole(0, 65_535)),
  maxRetransmits: v.exactOptional(whole(0, 65_535)),
}) as unknown as v.GenericSchema<unknown, SctpStreamParameters>;

function bounded<TSchema extends v.GenericSchema>(item: TSchema, most: number) {
  return v.pipe(v.array(item, 'must be an array'), v.maxLength(most, `must hold at most ${most} entries`));
}
