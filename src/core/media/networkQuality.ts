import type { NetworkQuality } from './clientTypes.js';
import type { TransportHealth } from './MediaEngine.js';
import type { RoomMedia } from './RoomMedia.js';
import { amount, Deltas, lossRate, rowsOf, selectedPair } from './statRows.js';

const DOWN: NetworkQuality = 6;

/** How often the network is looked at. */
export const QUALITY_INTERVAL = 2_000;

/**
 * The thresholds: a direction has the first level whose limits all hold, else 5. A path that is down is 6, nothing to judge by is
 * 0. `loss` in per cent of the packets, `rtt` and `jitter` in ms, all three smoothed.
 */
export const QUALITY_LEVELS: readonly { level: NetworkQuality; loss: number; rtt: number; jitter: number }[] =
  [
    { level: 1, loss: 1, rtt: 150, jitter: 30 },
    { level: 2, loss: 3, rtt: 250, jitter: 60 },
    { level: 3, loss: 8, rtt: 400, jitter: 100 },
    { level: 4, loss: 20, rtt: 800, jitter: 200 },
  ];

/** What the server tells of how well it receives somebody, 0 to 10: their uplink as everybody sees it. */
export function qualityOfScore(score: number | null): NetworkQuality {
  if (score === null) return 0;
  if (score <= 0) return 6;
  return score >= 10 ? 1 : score >= 8 ? 2 : score >= 6 ? 3 : score >= 4 ? 4 : 5;
}

export interface Measured {
  readonly packets: number;
  readonly loss: number;
  readonly rtt: number;
  readonly jitter: number;
}

/** How much the newest interval counts; those before it share the rest, each half as much as the next. */
const NEWEST = 0.5;

/** Takes the edge off single intervals: a burst of a second is no bad network, the same again is. */
export class Smoothing {
  #last: Measured | null = null;

  /** An interval without packets says nothing, and what was known before it is old: the next one begins anew. */
  add(measured: Measured): Measured {
    const before = this.#last;
    const mix = (of: 'loss' | 'rtt' | 'jitter'): number =>
      before ? NEWEST * measured[of] + (1 - NEWEST) * before[of] : measured[of];
    const { packets } = measured;
    const smoothed = { packets, loss: mix('loss'), rtt: mix('rtt'), jitter: mix('jitter') };
    this.#last = packets > 0 ? smoothed : null;
    return smoothed;
  }

  reset(): void {
    this.#last = null;
  }
}

/** One direction. `limited`: the encoder says that the network takes less than it would send. */
export function qualityOf({ packets, loss, rtt, jitter }: Measured, limited = false): NetworkQuality {
  if (packets <= 0) return 0;
  const found = QUALITY_LEVELS.find(
    (level) => loss <= level.loss && rtt <= level.rtt && jitter <= level.jitter,
  );
  const level = found?.level ?? 5;
  return limited && level === 1 ? 2 : level;
}

/** Both directions of one's own network, and the uplinks of the others, by user id. */
export interface QualityReport {
  readonly uplink: NetworkQuality;
  readonly downlink: NetworkQuality;
  readonly others: ReadonlyMap<string, NetworkQuality>;
}

/** Looks at a room's network again and again. Loaded by whoever asks first. */
export class QualityMeter {
  readonly #deltas = new Deltas();
  readonly #smooth = { up: new Smoothing(), down: new Smoothing() };

  constructor(private readonly room: RoomMedia) {}

  async measure(): Promise<QualityReport> {
    const { session } = this.room;
    const others = this.#others();
    if (!session) {
      this.#smooth.up.reset();
      this.#smooth.down.reset();
      const lost: NetworkQuality = this.room.state.status === 'reconnecting' ? 6 : 0;
      return { uplink: lost, downlink: lost, others };
    }
    const { sending, receiving } = session.health;
    const [uplink, downlink] = await Promise.all([
      isDown(sending) ? this.#isDown('up') : this.#up(),
      isDown(receiving) ? this.#isDown('down') : this.#down(),
    ]);
    this.#deltas.next();
    return { uplink, downlink, others };
  }

  #isDown(direction: 'up' | 'down'): NetworkQuality {
    this.#smooth[direction].reset();
    return DOWN;
  }

  async #up(): Promise<NetworkQuality> {
    const worst = { packets: 0, loss: 0, rtt: 0, jitter: 0 };
    let limited = false;
    for (const { producer, silent } of this.room.publisher.sent()) {
      if (silent) continue;
      const stats = await producer.stats().catch(() => []);
      for (const row of rowsOf(stats, 'outbound-rtp')) {
        const grown = this.#deltas.since(`${producer.id} ${row.id}`, { packets: amount(row, 'packetsSent') });
        worst.packets += grown?.packets ?? 0;
        limited ||= row['qualityLimitationReason'] === 'bandwidth';
      }
      for (const row of rowsOf(stats, 'remote-inbound-rtp')) {
        worst.loss = Math.max(worst.loss, amount(row, 'fractionLost') * 100);
        worst.rtt = Math.max(worst.rtt, amount(row, 'roundTripTime') * 1000);
        worst.jitter = Math.max(worst.jitter, amount(row, 'jitter') * 1000);
      }
    }
    return qualityOf(this.#smooth.up.add(worst), limited);
  }

  async #down(): Promise<NetworkQuality> {
    const sum = { packets: 0, lost: 0 };
    let jitter = 0;
    const received = [...this.room.consumers.received()]
      .filter(({ paused }) => !paused)
      .map(({ live }) => live);
    for (const consumer of [...received, ...this.room.slots.live()]) {
      for (const row of rowsOf(await consumer.stats().catch(() => []), 'inbound-rtp')) {
        // What was lost and sent again came late, but the network lost it: browsers take it off `packetsLost`. Sound is
        // sent again in the same stream, where only the requests for it are counted.
        const again = 'retransmittedPacketsReceived' in row ? 'retransmittedPacketsReceived' : 'nackCount';
        const grown = this.#deltas.since(consumer.id, {
          packets: amount(row, 'packetsReceived'),
          lost: amount(row, 'packetsLost'),
          again: amount(row, again),
        });
        if (!grown) continue;
        const lost = Math.min(Math.max(grown.lost, grown.again, 0), grown.packets + Math.max(grown.lost, 0));
        sum.packets += grown.packets + Math.max(grown.lost, 0) - lost;
        sum.lost += lost;
        jitter = Math.max(jitter, amount(row, 'jitter') * 1000);
      }
    }
    const receiving = (await this.room.session?.transportStats())?.receiving ?? null;
    const rtt = amount(selectedPair(receiving), 'currentRoundTripTime') * 1000;
    const packets = sum.packets + sum.lost;
    return qualityOf(this.#smooth.down.add({ packets, loss: lossRate(sum), rtt, jitter }));
  }

  #others(): Map<string, NetworkQuality> {
    const scores = new Map<string, number | null>();
    for (const { peerId, score, paused } of this.room.consumers.received()) {
      if (paused) continue;
      const userId = this.room.roster.peer(peerId)?.userId ?? peerId;
      const before = scores.get(userId) ?? null;
      scores.set(userId, before === null || (score !== null && score < before) ? score : before);
    }
    return new Map([...scores].map(([userId, score]) => [userId, qualityOfScore(score)]));
  }
}

function isDown(health: TransportHealth): boolean {
  return health === 'disconnected' || health === 'failed';
}
