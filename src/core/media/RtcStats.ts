import type { Clock } from '../../lib/clock.js';
import type {
  AllLocalVideoStats,
  AllRemoteVideoStats,
  ContentType,
  LocalAudioStats,
  LocalVideoStats,
  RemoteAudioStats,
  RemoteVideoStats,
  RtcStatsInfo,
  TransportStats,
} from './clientTypes.js';
import type { ReceivedMedia } from './Consumers.js';
import type { EngineStats, EngineStatsRow } from './MediaEngine.js';
import type { RoomMedia } from './RoomMedia.js';
import { isScreen } from './Roster.js';
import { amount, Deltas, lossRate, rowsOf, selectedPair } from './statRows.js';

/** Who a row is about. */
interface Whose {
  readonly userId: string;
  readonly userName: string;
}

/**
 * Statistics of a room in the words of seed 002, from the browser's own. One reader, one interval: rates are since the last
 * time that it was asked. Loaded by whoever asks first.
 */
export class RtcStats {
  readonly #deltas = new Deltas();
  readonly #traffic = new Deltas();
  readonly #since: number;
  #trafficAt: number;
  #at: number;

  constructor(
    private readonly room: RoomMedia,
    private readonly clock: Clock,
    private readonly me: () => Whose,
  ) {
    this.#since = this.#at = this.#trafficAt = clock.now();
  }

  async transport(): Promise<TransportStats> {
    const { sending = null, receiving = null } = (await this.room.session?.transportStats()) ?? {};
    const pairs = [selectedPair(sending), selectedPair(receiving)];
    const bytesSent = amount(pairs[0], 'bytesSent') + amount(pairs[1], 'bytesSent');
    const bytesReceived = amount(pairs[0], 'bytesReceived') + amount(pairs[1], 'bytesReceived');
    const now = this.clock.now();
    const known = this.#traffic.since('all', { bytesSent, bytesReceived });
    const seconds = (now - (known ? this.#trafficAt : this.#since)) / 1000;
    this.#trafficAt = now;
    this.#traffic.next();
    return {
      bytesSent,
      bytesReceived,
      sendBitrate: kbps((known ?? { bytesSent }).bytesSent, seconds),
      recvBitrate: kbps((known ?? { bytesReceived }).bytesReceived, seconds),
      rtt: Math.round(Math.max(...pairs.map((pair) => amount(pair, 'currentRoundTripTime'))) * 1000),
    };
  }

  async localAudio(): Promise<Map<string, LocalAudioStats>> {
    const all = { bytesSent: 0, packetsSent: 0 };
    for (const { kind, producer } of this.room.publisher.sent()) {
      if (kind !== 'audio') continue;
      for (const row of rowsOf(await producer.stats(), 'outbound-rtp')) add(all, row);
    }
    return new Map([[this.me().userId, all]]);
  }

  async localVideo(): Promise<Map<string, AllLocalVideoStats>> {
    const all: AllLocalVideoStats = { mainStream: [] };
    for (const { kind, source, producer } of this.room.publisher.sent()) {
      if (kind !== 'video') continue;
      const layers = byWidth(rowsOf(await producer.stats(), 'outbound-rtp')).map(localVideo);
      if (isScreen(source)) all.subStream = layers[0] ?? localVideo({ id: '', type: '' });
      else all.mainStream.push(...layers);
    }
    all.mainStream.sort(widest);
    return new Map([[this.me().userId, all]]);
  }

  async remoteAudio(): Promise<Map<string, RemoteAudioStats>> {
    const all = new Map<string, RemoteAudioStats>();
    for (const { kind, peerId, live } of this.room.consumers.received()) {
      if (kind !== 'audio') continue;
      const { userId } = this.#whose(peerId);
      const sum = all.get(userId) ?? { bytesReceived: 0, packetsReceived: 0, packetsLost: 0 };
      for (const row of rowsOf(await live.stats(), 'inbound-rtp')) add(sum, row);
      all.set(userId, sum);
    }
    return all;
  }

  async remoteVideo(): Promise<Map<string, AllRemoteVideoStats>> {
    const all = new Map<string, AllRemoteVideoStats>();
    for (const { kind, peerId, streamId, live } of this.room.consumers.received()) {
      if (kind !== 'video') continue;
      const { userId } = this.#whose(peerId);
      const theirs = all.get(userId) ?? { mainStream: [] };
      const [row] = rowsOf(await live.stats(), 'inbound-rtp');
      const stats = remoteVideo(row);
      if (this.room.roster.stream(streamId)?.streamKey.source === 'screen') theirs.subStream = stats;
      else theirs.mainStream.push(stats);
      theirs.mainStream.sort(widest);
      all.set(userId, theirs);
    }
    return all;
  }

  /** One row for each medium, and for each layer of what is sent. */
  async rows(): Promise<RtcStatsInfo[]> {
    const now = this.clock.now();
    const seconds = (now - this.#at) / 1000;
    this.#at = now;
    const sent = [...this.room.publisher.sent()].filter(({ silent }) => !silent);
    const received = [...this.room.consumers.received()].filter(({ paused }) => !paused);
    const [mine, theirs] = await Promise.all([
      Promise.all(
        sent.map(async ({ kind, source, producer }) => ({
          kind,
          source,
          id: producer.id,
          stats: await statsOf(producer),
        })),
      ),
      Promise.all(
        received.map(async (media) => this.#receivedRow(media, await statsOf(media.live), seconds)),
      ),
    ]);
    // The camera's layers, of one producer or two.
    const camera = byWidth(
      mine.flatMap(({ kind, source, stats }) =>
        kind === 'video' && !isScreen(source) ? activeLayers(stats) : [],
      ),
    );
    const rows = mine.flatMap(({ kind, source, id, stats }) =>
      this.#sentRows(kind, isScreen(source), id, stats, camera, seconds),
    );
    this.#deltas.next();
    return [...rows, ...theirs.flat()];
  }

  #sentRows(
    mediaType: 'audio' | 'video',
    isScreen: boolean,
    producerId: string,
    stats: EngineStats,
    camera: readonly EngineStatsRow[],
    seconds: number,
  ): RtcStatsInfo[] {
    const answers = rowsOf(stats, 'remote-inbound-rtp');
    return activeLayers(stats).map((row) => {
      const answer = answers.find(
        (candidate) => candidate['localId'] === row.id || candidate['ssrc'] === row['ssrc'],
      );
      const grown = this.#deltas.since(`${producerId} ${row.id}`, {
        bytes: amount(row, 'bytesSent'),
        frames: amount(row, 'framesSent'),
      });
      return {
        ...this.me(),
        isRemote: false,
        streamType: isScreen ? 'desktop' : contentType(camera.indexOf(row), camera.length),
        mediaType,
        bitrate: kbps(grown?.bytes ?? 0, seconds),
        frameRate: perSecond(grown?.frames ?? 0, seconds),
        frameWidth: amount(row, 'frameWidth'),
        frameHeight: amount(row, 'frameHeight'),
        rtt: Math.round(
          (amount(answer, 'roundTripTime') || amount(selectedPair(stats), 'currentRoundTripTime')) * 1000,
        ),
        jitter: Math.round(amount(answer, 'jitter') * 1000),
        pktLossRate: Math.round(amount(answer, 'fractionLost') * 1000) / 10,
      };
    });
  }

  #receivedRow(media: ReceivedMedia, stats: EngineStats, seconds: number): RtcStatsInfo[] {
    const [row] = rowsOf(stats, 'inbound-rtp');
    if (!row) return [];
    const { id, kind, peerId, streamId } = media;
    const grown = this.#deltas.since(id, {
      bytes: amount(row, 'bytesReceived'),
      frames: amount(row, 'framesDecoded'),
      packets: amount(row, 'packetsReceived'),
      lost: amount(row, 'packetsLost'),
    });
    const frameWidth = amount(row, 'frameWidth');
    const { roster } = this.room;
    const layers = kind === 'video' ? roster.resolutionsOf(streamId) : [];
    const layer = layers.findIndex(({ width }) => width >= frameWidth);
    const fromTop = layer < 0 ? 0 : layers.length - 1 - layer;
    return [
      {
        ...this.#whose(peerId),
        isRemote: true,
        streamType:
          roster.stream(streamId)?.streamKey.source === 'screen'
            ? 'desktop'
            : contentType(fromTop, layers.length),
        mediaType: kind,
        bitrate: kbps(grown?.bytes ?? 0, seconds),
        frameRate: perSecond(grown?.frames ?? 0, seconds),
        frameWidth,
        frameHeight: amount(row, 'frameHeight'),
        rtt: 0,
        jitter: Math.round(amount(row, 'jitter') * 1000),
        pktLossRate: lossRate(grown),
      },
    ];
  }

  #whose(peerId: string): Whose {
    const peer = this.room.roster.peer(peerId);
    return { userId: peer?.userId ?? peerId, userName: peer?.displayName ?? '' };
  }
}

async function statsOf(source: { stats(): Promise<EngineStats> }): Promise<EngineStats> {
  return source.stats().catch(() => []); // it closed meanwhile
}

/** The best first. */
function byWidth(rows: readonly EngineStatsRow[]): EngineStatsRow[] {
  return [...rows].sort((one, other) => amount(other, 'frameWidth') - amount(one, 'frameWidth'));
}

/** Those that are sent, the best first. */
function activeLayers(stats: EngineStats): EngineStatsRow[] {
  return byWidth(rowsOf(stats, 'outbound-rtp')).filter((row) => row['active'] !== false);
}

function widest(one: { frameWidth: number }, other: { frameWidth: number }): number {
  return other.frameWidth - one.frameWidth;
}

/** `index` counts from the best; of several the last is `slides`. */
export function contentType(index: number, count: number): ContentType {
  if (index <= 0) return 'main';
  if (index >= count - 1) return 'slides';
  return `middle${String(Math.min(index, 4))}` as ContentType;
}

function add(sum: LocalAudioStats | RemoteAudioStats, row: EngineStatsRow): void {
  const counters = sum as unknown as Record<string, number>;
  for (const field of Object.keys(counters)) counters[field] = (counters[field] ?? 0) + amount(row, field);
}

function localVideo(row: EngineStatsRow): LocalVideoStats {
  return pick(row, ['bytesSent', 'packetsSent', 'framesEncoded', 'framesSent', 'frameWidth', 'frameHeight']);
}

function remoteVideo(row: EngineStatsRow | undefined): RemoteVideoStats {
  const fields = [
    'bytesReceived',
    'packetsReceived',
    'packetsLost',
    'framesDecoded',
    'frameWidth',
    'frameHeight',
  ] as const;
  return pick(row, fields);
}

function pick<Name extends string>(
  row: EngineStatsRow | undefined,
  names: readonly Name[],
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, amount(row, name)])) as Record<Name, number>;
}

function kbps(bytes: number, seconds: number): number {
  return seconds > 0 ? Math.round((bytes * 8) / seconds / 1000) : 0;
}

function perSecond(count: number, seconds: number): number {
  return seconds > 0 ? Math.round(count / seconds) : 0;
}
