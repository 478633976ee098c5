import { sameFields } from '../../lib/sameFields.js';
import type {
  MediaRole,
  MediaSource,
  PeerClosedReason,
  ProducerResolution,
  WirePeer,
  WireProducer,
} from '../../protocol/media.js';
import { isLesser } from '../../protocol/pictureSizes.js';
import type { MediaKind } from '../../protocol/rtp.js';
import { UNKNOWN_REMOTE_STREAM, type RemoteStreamState, type StreamKey } from '../../store/state.js';

export interface RemotePeer {
  readonly id: string;
  readonly userId: string;
  readonly displayName: string;
  readonly role: MediaRole;
}

export interface RemoteProducer {
  readonly id: string;
  readonly peerId: string;
  readonly kind: MediaKind;
  readonly source: MediaSource;
  /** Of a video, the lowest layer first; empty if the sender does not say. */
  resolutions: readonly ProducerResolution[];
  paused: boolean;
  /** Id of its live track in the registry. */
  trackId: string | null;
  /** Announced to a session that is lost; stands in until its successor is announced. */
  stale: boolean;
}

interface StreamEntry {
  state: RemoteStreamState;
  readonly peerId: string;
  readonly producers: Map<string, RemoteProducer>;
  /** What the app asked to receive, where it differs from the room's default. */
  readonly wanted: Partial<Record<MediaKind, boolean>>;
}

/** What an event of the wire changed. */
export type RosterChange =
  | { type: 'peer-joined' | 'peer-renamed'; peer: RemotePeer }
  /** `ended`: it is this client's own part that is over; the peer may be there still. */
  | { type: 'peer-left'; peer: RemotePeer; reason: PeerClosedReason | undefined; ended: boolean }
  | { type: 'stream-added' | 'stream-updated' | 'stream-removed'; state: RemoteStreamState }
  | { type: 'muted'; state: RemoteStreamState; kind: MediaKind; muted: boolean };

/** Streams are played in step by this id: all of a peer's camera and microphone, or of its screen and the screen's sound. */
export function streamIdOf(peerId: string, source: MediaSource): string {
  return `${peerId}-${isScreen(source) ? 'screen' : 'main'}`;
}

export function isScreen(source: MediaSource): boolean {
  return source === 'screen' || source === 'screen-audio';
}

/**
 * Who is in the room's media and what they publish: peers and producers as the wire names them, grouped into streams as
 * apps see them. Pure bookkeeping; each change is reported once, after it is complete.
 */
export class Roster {
  readonly #peers = new Map<string, RemotePeer>();
  readonly #producers = new Map<string, RemoteProducer>();
  readonly #streams = new Map<string, StreamEntry>();

  constructor(
    private readonly roomKey: string,
    private readonly onChange: (change: RosterChange) => void,
    private readonly autoSubscribe: () => boolean,
  ) {}

  peer(peerId: string): RemotePeer | undefined {
    return this.#peers.get(peerId);
  }

  peers(): RemotePeer[] {
    return [...this.#peers.values()];
  }

  /** In the order in which they were first seen. */
  streams(): RemoteStreamState[] {
    return [...this.#streams.values()].map((entry) => entry.state);
  }

  stream(streamId: string): RemoteStreamState | undefined {
    return this.#streams.get(streamId)?.state;
  }

  producers(streamId: string, kind?: MediaKind): RemoteProducer[] {
    const all = [...(this.#streams.get(streamId)?.producers.values() ?? [])];
    return kind ? all.filter((producer) => producer.kind === kind) : all;
  }

  producer(producerId: string): RemoteProducer | undefined {
    return this.#producers.get(producerId);
  }

  /** Of a video, the lowest layer first. */
  resolutions(producerId: string): readonly ProducerResolution[] {
    return this.#producers.get(producerId)?.resolutions ?? [];
  }

  /** All producers of the same medium of the same stream, with the one that is given. */
  siblings({ peerId, source, kind }: RemoteProducer): RemoteProducer[] {
    return this.producers(streamIdOf(peerId, source), kind);
  }

  /** All sizes that a stream's video comes in, the smallest first. */
  resolutionsOf(streamId: string): readonly ProducerResolution[] {
    const all = this.producers(streamId, 'video').flatMap(({ resolutions }) => resolutions);
    return all.sort((one, other) => one.width * one.height - other.width * other.height);
  }

  isPaused(producerId: string): boolean {
    return this.#producers.get(producerId)?.paused ?? true;
  }

  /** Takes the wire's complete list: what is missing in it is gone. */
  sync(peers: readonly WirePeer[], producers: readonly WireProducer[]): void {
    this.syncPeers(peers);
    const producerIds = new Set(producers.map((producer) => producer.producerId));
    for (const id of [...this.#producers.keys()]) if (!producerIds.has(id)) this.removeProducer(id);
    for (const producer of producers) this.addProducer(producer);
  }

  syncPeers(peers: readonly WirePeer[]): void {
    const ids = new Set(peers.map((peer) => peer.id));
    for (const peer of [...this.#peers.values()]) if (!ids.has(peer.id)) this.removePeer(peer.id);
    for (const peer of peers) this.addPeer(peer);
  }

  /**
   * The session is lost and will be rebuilt: every producer is announced anew, perhaps under another id. Until then the
   * streams stay as they are, without tracks, so that nobody's tile goes and comes back.
   */
  markStale(): void {
    for (const producer of this.#producers.values()) {
      producer.stale = true;
      producer.trackId = null;
    }
    this.refreshAll();
  }

  /** What has not been announced anew is gone. */
  dropStale(): void {
    for (const producer of [...this.#producers.values()])
      if (producer.stale) this.removeProducer(producer.id);
  }

  clear(): void {
    for (const peer of [...this.#peers.values()]) this.removePeer(peer.id, undefined, true);
  }

  addPeer(wire: WirePeer): void {
    const before = this.#peers.get(wire.id);
    const peer = {
      id: wire.id,
      userId: wire.userId ?? wire.id,
      displayName: wire.displayName,
      role: wire.role ?? 0,
    };
    this.#peers.set(peer.id, peer);
    if (!before) this.onChange({ type: 'peer-joined', peer });
    else if (before.displayName !== peer.displayName) this.#renamed(peer);
  }

  updatePeer(peerId: string, change: { displayName?: string; role?: MediaRole }): void {
    const before = this.#peers.get(peerId);
    if (!before) return;
    const peer = { ...before, ...change };
    this.#peers.set(peerId, peer);
    if (peer.displayName !== before.displayName) this.#renamed(peer);
  }

  removePeer(peerId: string, reason?: PeerClosedReason, ended = false): void {
    const peer = this.#peers.get(peerId);
    if (!peer) return;
    for (const producer of [...this.#producers.values()]) {
      if (producer.peerId === peerId) this.removeProducer(producer.id);
    }
    this.#peers.delete(peerId);
    this.onChange({ type: 'peer-left', peer, reason, ended });
  }

  addProducer(
    wire: Pick<WireProducer, 'producerId' | 'peerId' | 'kind' | 'source' | 'paused'> & Partial<WireProducer>,
  ): void {
    const { producerId, peerId, userId, kind, source, paused, resolutions } = wire;
    const known = this.#producers.get(producerId);
    if (known) {
      known.stale = false;
      known.resolutions = resolutions ?? known.resolutions;
      this.setPaused(producerId, paused);
      return;
    }
    const producer: RemoteProducer = {
      id: producerId,
      peerId,
      kind,
      source,
      resolutions: resolutions ?? [],
      paused,
      trackId: null,
      stale: false,
    };
    this.#producers.set(producer.id, producer);
    const streamId = streamIdOf(peerId, source);
    const entry = this.#streams.get(streamId);
    if (entry) {
      for (const other of entry.producers.values()) {
        if (!other.stale || other.kind !== kind || other.source !== source) continue;
        entry.producers.delete(other.id);
        this.#producers.delete(other.id);
      }
      entry.producers.set(producer.id, producer);
      this.#refresh(entry);
      return;
    }
    const peer = this.#peers.get(peerId);
    const streamKey: StreamKey = Object.freeze({
      streamId,
      uid: peer?.userId ?? userId ?? peerId,
      source: isScreen(source) ? 'screen' : 'main',
      isLocal: false,
    });
    const made: StreamEntry = {
      state: {
        streamKey,
        roomKey: this.roomKey,
        ...UNKNOWN_REMOTE_STREAM,
        ...(peer && { displayName: peer.displayName }),
      },
      peerId,
      producers: new Map([[producer.id, producer]]),
      wanted: {},
    };
    this.#streams.set(streamId, made);
    made.state = this.#derive(made);
    this.onChange({ type: 'stream-added', state: made.state });
  }

  removeProducer(producerId: string): void {
    const producer = this.#producers.get(producerId);
    if (!producer) return;
    this.#producers.delete(producerId);
    const streamId = streamIdOf(producer.peerId, producer.source);
    const entry = this.#streams.get(streamId);
    if (!entry) return;
    entry.producers.delete(producerId);
    if (entry.producers.size > 0) {
      this.#refresh(entry);
      return;
    }
    this.#streams.delete(streamId);
    this.onChange({ type: 'stream-removed', state: entry.state });
  }

  setPaused(producerId: string, paused: boolean): void {
    const producer = this.#producers.get(producerId);
    if (!producer || producer.paused === paused) return;
    producer.paused = paused;
    const entry = this.#entryOf(producer);
    if (!entry) return;
    const muted = `${producer.kind}Muted` as const;
    const before = entry.state[muted];
    this.#refresh(entry);
    // A picture in two producers is muted once.
    if (entry.state[muted] !== before)
      this.onChange({ type: 'muted', state: entry.state, kind: producer.kind, muted: paused });
  }

  /** `trackId` is the best of the producer's tracks; that there is another one is told in any case. */
  setTrack(producerId: string, trackId: string | null): void {
    const producer = this.#producers.get(producerId);
    const entry = producer && this.#entryOf(producer);
    if (!entry) return;
    const before = entry.state;
    producer.trackId = trackId;
    this.#refresh(entry);
    if (entry.state === before) this.onChange({ type: 'stream-updated', state: before });
  }

  setVolume(streamId: string, volume: number): void {
    const entry = this.#streams.get(streamId);
    if (!entry || entry.state.volume === volume) return;
    entry.state = { ...entry.state, volume };
    this.onChange({ type: 'stream-updated', state: entry.state });
  }

  /** Whether the app wants this medium of the stream. */
  wants(streamId: string, kind: MediaKind): boolean {
    return this.#streams.get(streamId)?.wanted[kind] ?? this.autoSubscribe();
  }

  setWanted(streamId: string, kind: MediaKind, wanted: boolean): void {
    const entry = this.#streams.get(streamId);
    if (!entry) return;
    entry.wanted[kind] = wanted;
    this.#refresh(entry);
  }

  /** The room's default changed. */
  refreshAll(): void {
    for (const entry of this.#streams.values()) this.#refresh(entry);
  }

  #entryOf(producer: RemoteProducer): StreamEntry | undefined {
    return this.#streams.get(streamIdOf(producer.peerId, producer.source));
  }

  #renamed(peer: RemotePeer): void {
    for (const entry of this.#streams.values()) if (entry.peerId === peer.id) this.#refresh(entry);
    this.onChange({ type: 'peer-renamed', peer });
  }

  #refresh(entry: StreamEntry): void {
    const next = this.#derive(entry);
    const before = entry.state;
    if (sameFields(next, before)) return;
    entry.state = next;
    this.onChange({ type: 'stream-updated', state: next });
  }

  #derive(entry: StreamEntry): RemoteStreamState {
    const producers = [...entry.producers.values()];
    const audio = producers.filter((producer) => producer.kind === 'audio');
    const video = producers.filter((producer) => producer.kind === 'video');
    const wants = (kind: MediaKind): boolean => entry.wanted[kind] ?? this.autoSubscribe();
    return {
      ...entry.state,
      displayName: this.#peers.get(entry.peerId)?.displayName ?? entry.state.displayName,
      hasAudio: audio.length > 0,
      hasVideo: video.length > 0,
      audioMuted: audio.length > 0 && audio.every((producer) => producer.paused),
      videoMuted: video.length > 0 && video.every((producer) => producer.paused),
      subscribed: wants('audio') || wants('video'),
      audioTrackId: audio.find((producer) => producer.trackId)?.trackId ?? null,
      videoTrackId: bestOf(video.filter((producer) => producer.trackId))?.trackId ?? null,
    };
  }
}

/** The one with the largest picture. */
function bestOf(producers: readonly RemoteProducer[]): RemoteProducer | undefined {
  return producers.find((producer) => !isLesser(producer, producers));
}
