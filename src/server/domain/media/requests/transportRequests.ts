import { MediaWireCode } from '../../../../protocol/codes.js';
import type { MediaTransportParameters } from '../../../../protocol/media.js';
import type { DtlsParameters } from '../../../../protocol/rtp.js';
import { endTransport } from '../ending.js';
import type { MediaContext, MediaPeer, PeerTransport } from '../model.js';
import { offerAll } from '../offering.js';
import { attempt, conflict, gone, refusal, tooMany } from '../refusals.js';
import { roomRouter } from '../rooms.js';
import { expectDtls, isLimited, limitBandwidth, listenTransport } from '../transports.js';
import { userIdOf } from '../wire.js';
import { own, requireSpeaker, type MediaHandlers } from './handler.js';
import { hasStreams } from './roomRequests.js';

export const transportRequests: MediaHandlers<
  | 'createWebRtcTransport'
  | 'connectWebRtcTransport'
  | 'restartIce'
  | 'closeTransport'
  | 'applyNetworkThrottle'
  | 'resetNetworkThrottle'
  | 'setBandwidth'
  | 'getIceServers'
> = {
  async createWebRtcTransport({ context }, peer, data, request) {
    const { producing, forceTcp } = data;
    if (producing) requireSpeaker(peer);
    const limit = context.limits.media.transportsPerPeer;
    if (peer.transports.size >= limit) throw tooMany('transports', limit);
    const router = await roomRouter(context, peer.room);
    const raw = await attempt(router.createTransport({ forceTcp, sctp: hasStreams(data.sctpCapabilities) }));
    if (peer.closed || (producing && peer.role === 2)) {
      raw.close();
      throw gone();
    }
    const transport: PeerTransport = {
      peer,
      raw,
      producing,
      consuming: data.consuming || !producing,
      fingerprints: null,
      secured: false,
      cancelDtlsTimer: null,
      produced: new Map(),
      watchesBandwidth: false,
      bandwidthReportedAt: -Infinity,
    };
    peer.transports.set(raw.id, transport);
    listenTransport(context, transport);
    if (!peer.joined) expectDtls(context, transport);
    if (isLimited(peer)) await attempt(limitBandwidth(transport));
    if (transport.consuming && peer.settled) {
      request.afterReply(() => void offerAll(context, peer));
    }
    return describe(context, transport);
  },

  /** A repeat with the same fingerprints is the same request (mediasoup itself refuses a second connect). */
  async connectWebRtcTransport({ context }, peer, { transportId, dtlsParameters }) {
    const transport = own(peer.transports, 'transport', transportId);
    const fingerprints = canonical(dtlsParameters);
    if (transport.fingerprints === fingerprints) return {};
    if (transport.fingerprints !== null)
      throw conflict('The transport is connected with other fingerprints already.');
    transport.fingerprints = fingerprints;
    try {
      await attempt(transport.raw.connect(dtlsParameters));
    } catch (error) {
      transport.fingerprints = null;
      throw error;
    }
    expectDtls(context, transport);
    return {};
  },

  async restartIce(_scope, peer, { transportId }) {
    const { raw } = own(peer.transports, 'transport', transportId);
    return { iceParameters: await attempt(raw.restartIce()) };
  },

  closeTransport(_scope, peer, { transportId }) {
    endTransport(own(peer.transports, 'transport', transportId));
    return {};
  },

  /** Per peer, by the bitrate limits of its own transports: the document's host-wide throttle would slow everybody. */
  async applyNetworkThrottle({ context }, peer, { uplink = 0, downlink = 0, rtt = 0, packetLoss = 0 }) {
    requireThrottle(context);
    if (rtt > 0 || packetLoss > 0) {
      throw refusal(
        MediaWireCode.NOT_IMPLEMENTED,
        'Only uplink and downlink can be throttled: leave rtt and packetLoss at 0.',
      );
    }
    peer.throttle = { uplink, downlink };
    await limitAll(peer);
    return {};
  },

  async resetNetworkThrottle({ context }, peer) {
    requireThrottle(context);
    peer.throttle = { uplink: 0, downlink: 0 };
    await limitAll(peer);
    return {};
  },

  async setBandwidth(_scope, peer, { maxKbps }) {
    peer.maxKbps = maxKbps;
    await limitAll(peer);
    return {};
  },

  getIceServers: ({ context }, peer) => context.iceServers(userIdOf(peer)),
};

async function describe(
  context: MediaContext,
  { peer, raw }: PeerTransport,
): Promise<MediaTransportParameters> {
  const { id, iceParameters, iceCandidates, dtlsParameters, sctpParameters } = raw;
  const parameters: MediaTransportParameters = {
    id,
    iceParameters,
    iceCandidates,
    dtlsParameters,
    ...(sctpParameters && { sctpParameters }),
  };
  if (!peer.identity.extended) return parameters;
  const { iceServers, expiresAt } = await context.iceServers(userIdOf(peer));
  if (iceServers.length === 0) return parameters;
  return { ...parameters, iceServers, ...(expiresAt !== null && { iceServersExpireAt: expiresAt }) };
}

function canonical({ fingerprints }: DtlsParameters): string {
  return fingerprints
    .map(({ algorithm, value }) => `${algorithm} ${value.toUpperCase()}`)
    .sort()
    .join();
}

function requireThrottle({ allowNetworkThrottle }: MediaContext): void {
  if (allowNetworkThrottle) return;
  throw refusal(
    MediaWireCode.REFUSED,
    'This server does not allow network throttling: start it with allowNetworkThrottle.',
  );
}

async function limitAll(peer: MediaPeer): Promise<void> {
  await attempt(Promise.all([...peer.transports.values()].map(limitBandwidth)));
}
