import type { Clock } from '../../lib/clock.js';
import type { ClientEvents } from './clientEvents.js';
import type { ClientRelay } from './ClientRelay.js';
import type { NetworkQualityInfo } from './clientTypes.js';
import type { DeviceChange } from './deviceChanges.js';
import type { RtcEntry } from './rtcOrigin.js';
import type { RtcStats } from './RtcStats.js';

type Stop = () => void;

const DEVICE_EVENTS: ReadonlySet<string> = new Set<DeviceChange>([
  'camera-changed',
  'recording-device-changed',
  'playback-device-changed',
]);

/**
 * What a client measures on request, or while somebody listens: statistics, network quality, halted streams, devices. Each is
 * loaded when it is first wanted.
 */
export class ClientMeters {
  readonly #listeners = new Map<keyof ClientEvents, Set<unknown>>();
  readonly #running = new Map<'stats' | 'states' | 'quality' | 'devices', Stop>();
  #stats: Promise<RtcStats> | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly relay: ClientRelay,
    private readonly entry: () => RtcEntry | null,
  ) {}

  /** The client is in another room. */
  follow(): void {
    this.stop();
    this.#followListeners();
  }

  stop(): void {
    this.#stats = null;
    for (const name of ['stats', 'states', 'quality'] as const) this.#end(name);
  }

  /** The reader of the client's own questions, which keeps what it was told last. */
  stats(): Promise<RtcStats> {
    return (this.#stats ??= this.#reader());
  }

  /** Null: no more. */
  async reportStats(interval: number | null): Promise<void> {
    this.#end('stats');
    if (interval === null) return;
    const reader = await this.#reader();
    await reader.rows(); // what the first report counts from
    this.#every('stats', interval, async () => {
      this.relay.emit('rtc-stats', await reader.rows());
    });
  }

  async detectStates(interval: number | null): Promise<void> {
    this.#end('states');
    if (interval === null) return;
    const { watchStreamStates } = await import('./streamStates.js');
    const room = this.entry()?.room;
    if (!room) return;
    this.#replace(
      'states',
      watchStreamStates(room, this.clock, interval, (event, users) => {
        this.relay.emit(event, users);
      }),
    );
  }

  listened(event: keyof ClientEvents, handler: unknown): void {
    const handlers = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, handlers.add(handler));
    this.#followListeners();
  }

  unlistened(event: keyof ClientEvents, handler: unknown): void {
    const handlers = this.#listeners.get(event);
    if (handlers?.delete(handler) && handlers.size === 0) this.#listeners.delete(event);
    this.#followListeners();
  }

  #followListeners(): void {
    const watchesDevices = [...this.#listeners.keys()].some((event) => DEVICE_EVENTS.has(event));
    if (!watchesDevices) this.#end('devices');
    else if (!this.#running.has('devices')) void this.#watchDevices();
    const measures = this.#listeners.has('network-quality') && this.entry() !== null;
    if (!measures) this.#end('quality');
    else if (!this.#running.has('quality')) void this.#measureQuality();
  }

  async #watchDevices(): Promise<void> {
    const waiting = this.#replace('devices', () => undefined);
    const { watchDevices } = await import('./deviceChanges.js');
    if (this.#running.get('devices') !== waiting) return;
    this.#replace(
      'devices',
      watchDevices((event, change) => {
        this.relay.emit(event, change);
      }),
    );
  }

  async #measureQuality(): Promise<void> {
    const waiting = this.#replace('quality', () => undefined);
    const { QualityMeter, QUALITY_INTERVAL } = await import('./networkQuality.js');
    const room = this.entry()?.room;
    if (!room || this.#running.get('quality') !== waiting) return;
    const meter = new QualityMeter(room);
    let told: NetworkQualityInfo = { uplinkNetworkQuality: 0, downlinkNetworkQuality: 0 };
    this.#every('quality', QUALITY_INTERVAL, async () => {
      const { uplink, downlink } = await meter.measure();
      if (uplink === told.uplinkNetworkQuality && downlink === told.downlinkNetworkQuality) return;
      told = { uplinkNetworkQuality: uplink, downlinkNetworkQuality: downlink };
      this.relay.emit('network-quality', told);
    });
  }

  async #reader(): Promise<RtcStats> {
    const { RtcStats } = await import('./RtcStats.js');
    const entry = this.entry();
    if (!entry) throw new TypeError('There is no room to measure.');
    return new RtcStats(entry.room, this.clock, () => ({
      userId: entry.userId(),
      userName: entry.room.displayName,
    }));
  }

  #every(name: 'stats' | 'quality', ms: number, work: () => Promise<void>): void {
    let cancel: Stop = () => undefined;
    const next = (): void => {
      cancel = this.clock.setTimeout(() => {
        next();
        work().catch(() => undefined); // the room was left while it was read
      }, ms);
    };
    next();
    this.#replace(name, () => {
      cancel();
    });
  }

  #replace(name: 'stats' | 'states' | 'quality' | 'devices', stop: Stop): Stop {
    this.#end(name);
    this.#running.set(name, stop);
    return stop;
  }

  #end(name: 'stats' | 'states' | 'quality' | 'devices'): void {
    this.#running.get(name)?.();
    this.#running.delete(name);
  }
}
