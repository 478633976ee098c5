import * as v from 'valibot';
import { utf8Length } from '../../lib/utf8.js';
import { inputError } from '../errors.js';
import type { Limits } from '../limits.js';
import type { MediaTokenRequest, ProducerResolution } from '../media.js';
import type { MediaRequests } from '../mediaEvents.js';
import { amount, bounded, id, noList, text, whole } from './basics.js';
import { mediaRoleSchema, roomIdSchema, type SchemaContext } from './common.js';
import { createDecoder, type Decoder, type Decoders } from './decode.js';
import { ctime, nuveToken, sessionToken, sparkToken } from './mediaTokens.js';
import {
  checkCodecs,
  dtlsParameters,
  rtpCapabilities,
  rtpParameters,
  sctpCapabilities,
  sctpStreamParameters,
} from './rtp.js';

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

const kind = v.picklist(['audio', 'video'], "must be 'audio' or 'video'");
const topN = v.picklist([0, 3], 'must be 0 or 3');
const layer = whole(0, 7);
const SOURCES = ['microphone', 'camera', 'screen', 'screen-audio', 'other'] as const;
const appData = v.optional(
  v.pipe(v.unknown(), noList, v.record(v.string(), v.unknown(), 'must be an object')),
  {},
);

function device({ deviceChars }: Limits['media']) {
  const part = v.optional(text(deviceChars), '');
  return v.object({ flag: part, name: part, version: part }, 'must be an object of strings');
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
