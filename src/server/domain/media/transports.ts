import { endTransport } from './ending.js';
import { notify, type MediaContext, type MediaPeer, type PeerTransport } from './model.js';

/** A `downlinkBwe` says nothing new more often than this. */
const BANDWIDTH_INTERVAL = 1_000;

/**
 * From now on the transport has to complete its handshake within `limits.media.dtlsTimeout` or is closed. A client begins
 * it with its first stream: so a transport of a joined peer may lie idle until one is due, and only one that somebody
 * makes and never uses, or whose handshake hangs, is taken away (SETTLED 6).
 */
export function expectDtls({ clock, limits }: MediaContext, transport: PeerTransport): void {
  if (transport.secured || transport.cancelDtlsTimer) return;
  transport.cancelDtlsTimer = clock.setTimeout(() => {
    endTransport(transport);
  }, limits.media.dtlsTimeout);
}

/** The owner has joined: an idle transport may wait. */
export function allowIdle(transport: PeerTransport): void {
  if (transport.fingerprints !== null) return;
  transport.cancelDtlsTimer?.();
  transport.cancelDtlsTimer = null;
}

/** Where the peer's consumers go. */
export function receivingTransport(peer: MediaPeer): PeerTransport | undefined {
  for (const transport of peer.transports.values()) if (transport.consuming) return transport;
  return undefined;
}

/** Follows the transport's own events. */
export function listenTransport({ clock }: MediaContext, transport: PeerTransport): void {
  transport.raw.listen((event) => {
    if (event.type === 'bwe') {
      if (clock.now() - transport.bandwidthReportedAt < BANDWIDTH_INTERVAL) return;
      transport.bandwidthReportedAt = clock.now();
      notify(transport.peer, 'downlinkBwe', event.bwe);
    } else if (event.type === 'closed') {
      endTransport(transport);
    } else if (event.type === 'dtls') {
      transport.secured = event.state === 'connected';
      transport.cancelDtlsTimer?.();
      transport.cancelDtlsTimer = null;
      // Only this transport: its owner makes another one. A lost ICE path ends nothing, it can be restarted.
      if (!transport.secured) endTransport(transport);
    }
  });
}

/**
 * Reports cost the worker a message each, so they start with the first video that they matter for, and only for clients of seed
 * 003: ours, and those of seed 002, read their own browser's estimate, which comes without a message.
 */
export function watchBandwidth({ log }: MediaContext, transport: PeerTransport): void {
  if (transport.watchesBandwidth || transport.peer.identity.extended) return;
  transport.watchesBandwidth = true;
  transport.raw.watchBandwidth().catch((error: unknown) => {
    if (!transport.raw.closed)
      log.warn({ error, transport: transport.raw.id }, 'Bandwidth reports could not be started.');
  });
}

export function isLimited({ throttle, maxKbps }: MediaPeer): boolean {
  return throttle.uplink > 0 || throttle.downlink > 0 || maxKbps > 0;
}

/** The tighter of throttle and bandwidth, each way. The uplink is a hint that the sender may ignore (SETTLED 24). */
export async function limitBandwidth({ peer, raw, producing, consuming }: PeerTransport): Promise<void> {
  const { throttle, maxKbps } = peer;
  if (producing) await raw.setMaxIncomingBitrate(bitrate(throttle.uplink, maxKbps));
  if (consuming) await raw.setMaxOutgoingBitrate(bitrate(throttle.downlink, maxKbps));
}

/** kbit/s to bit/s, where 0 is no limit. */
function bitrate(...limits: number[]): number {
  const set = limits.filter((limit) => limit > 0);
  return set.length === 0 ? 0 : Math.round(Math.min(...set) * 1_000);
}
