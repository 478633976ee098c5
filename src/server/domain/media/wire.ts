import type {
  MediaSource,
  PeerClosedReason,
  ProducerResolution,
  WirePeer,
  WireProducer,
} from '../../../protocol/media.js';
import { LEAVE_MESSAGES, type LeaveCode, type MediaPeer, type PeerProducer } from './model.js';

/** How a user is named to others: a bearer of seed 003's token has only its clientId (SETTLED 19). */
export function userIdOf(peer: MediaPeer): string {
  return peer.identity.uid ?? peer.id;
}

/** A peer as `reader` may see it. */
export function wirePeer(peer: MediaPeer, reader: MediaPeer): WirePeer {
  const { id, displayName, device } = peer;
  const plain: WirePeer = { id, displayName, device };
  return reader.identity.extended ? { ...plain, userId: userIdOf(peer), role: peer.role } : plain;
}

export function wireProducer({ peer, raw, source, resolutions }: PeerProducer): WireProducer {
  return {
    producerId: raw.id,
    peerId: peer.id,
    userId: userIdOf(peer),
    kind: raw.kind,
    source,
    paused: raw.paused,
    resolutions,
  };
}

export function leaveReason(code: LeaveCode): PeerClosedReason {
  return { code, msg: LEAVE_MESSAGES[code] };
}

const SOURCES: readonly MediaSource[] = ['microphone', 'camera', 'screen', 'screen-audio'];

export function sourceOf({ source }: Record<string, unknown>): MediaSource {
  return SOURCES.find((known) => known === source) ?? 'other';
}

/** The resolutions that `appData` claims, which is free in its form; what is not well formed is left out. */
export function resolutionsOf({ resolutions }: Record<string, unknown>): ProducerResolution[] {
  if (!Array.isArray(resolutions)) return [];
  const known = resolutions.slice(0, 4).flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { resolutionId, width, height, frameRate, maxBitrate, layer } = entry as Record<string, unknown>;
    const numbers = [width, height, frameRate, maxBitrate];
    if (typeof resolutionId !== 'string' || !numbers.every((number) => Number.isFinite(number))) return [];
    const place = Number.isInteger(layer) ? { layer } : {};
    return [{ resolutionId, width, height, frameRate, maxBitrate, ...place } as ProducerResolution];
  });
  return layered(known);
}

/** Lowest layer first, each with its layer. */
export function layered(resolutions: readonly ProducerResolution[]): ProducerResolution[] {
  return resolutions
    .map((resolution, index) => ({ ...resolution, layer: resolution.layer ?? index }))
    .sort((a, b) => a.layer - b.layer);
}
