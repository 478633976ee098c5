import { availableParallelism } from 'node:os';
import type { types } from 'mediasoup';
import type { MediasoupRouterOptions } from './mediasoupOptions.js';

/** A worker process with its one listening port.  */
export interface WorkerSlot {
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
  /** What its core is busy with, roughly in streams. */
  load: number;
}

type Mediasoup = Pick<types.Index, 'createWorker'>;

const FIRST_RETRY = 100;
const LAST_RETRY = 10_000;
/** A worker that lived this long died of something else than its start. */
const HEALTHY = 10_000;

/**
 * Keeps one worker per core alive. One that dies is replaced on the same port; as long as that fails, it is tried again at
 * growing intervals, and rooms go to the others.
 */
export class MediasoupWorkers {
  readonly #slots: (WorkerSlot | undefined)[];
  readonly #waiting = new Set<{ resolve: (slot: WorkerSlot) => void; reject: (error: Error) => void }>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #deaths = 0;
  #closed = false;

  private constructor(
    private readonly mediasoup: Mediasoup,
    private readonly options: MediasoupRouterOptions,
    count: number,
  ) {
    this.#slots = new Array<WorkerSlot | undefined>(count).fill(undefined);
  }

  static async start(mediasoup: Mediasoup, options: MediasoupRouterOptions): Promise<MediasoupWorkers> {
    const count = options.workers ?? availableParallelism();
    checkOptions(options, count);
    const workers = new MediasoupWorkers(mediasoup, options, count);
    const started = await Promise.allSettled(
      Array.from({ length: count }, (_, index) => workers.#start(index)),
    );
    const failed = started.find((result) => result.status === 'rejected');
    if (failed) {
      await workers.close();
      throw failed.reason;
    }
    return workers;
  }

  get count(): number {
    return this.#slots.length;
  }

  get deaths(): number {
    return this.#deaths;
  }

  get pids(): number[] {
    return this.#slots.flatMap((slot) => (slot && !slot.worker.closed ? [slot.worker.pid] : []));
  }

  /**
   * The least loaded live worker; while all are dead, the first that is back. `load` is booked on it at once, so that a burst
   * of rooms spreads over the workers.
   */
  async pick(load: number): Promise<WorkerSlot> {
    if (this.#closed) throw new Error('The media server is closed.');
    let best: WorkerSlot | undefined;
    for (const slot of this.#slots) {
      if (slot && !slot.worker.closed && (!best || slot.load < best.load)) best = slot;
    }
    best ??= await new Promise<WorkerSlot>((resolve, reject) => this.#waiting.add({ resolve, reject }));
    best.load += load;
    return best;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { reject } of this.#waiting) reject(new Error('The media server is closed.'));
    this.#waiting.clear();
    await Promise.all(this.#slots.flatMap((slot) => (slot ? [closeWorker(slot.worker)] : [])));
  }

  async #start(index: number): Promise<void> {
    const worker = await this.mediasoup.createWorker({
      logLevel: 'warn',
      logTags: ['ice', 'dtls', 'rtp', 'srtp', 'rtcp'],
    });
    const port = this.options.rtcMinPort ? this.options.rtcMinPort + index : undefined;
    try {
      const webRtcServer = await worker.createWebRtcServer({ listenInfos: listenInfos(this.options, port) });
      if (this.#closed) throw new Error('The media server is closed.');
      const slot: WorkerSlot = { worker, webRtcServer, load: 0 };
      this.#slots[index] = slot;
      const since = Date.now();
      worker.on('died', (error) => {
        this.#deaths++;
        this.options.log?.error({ error, worker: index }, 'A media worker died and is replaced.');
        this.#slots[index] = undefined;
        this.#replace(index, Date.now() - since > HEALTHY ? 0 : FIRST_RETRY);
      });
      for (const { resolve } of this.#waiting) resolve(slot);
      this.#waiting.clear();
    } catch (cause) {
      await closeWorker(worker);
      const detail = cause instanceof Error ? cause.message : String(cause);
      const where = `${this.options.listenIp ?? '127.0.0.1'}:${port === undefined ? 'any port' : String(port)}`;
      throw new Error(
        `Media worker ${String(index)} cannot listen on UDP and TCP ${where}: ${detail}. ` +
          'Free the port, or choose other ones with media.rtcMinPort and media.rtcMaxPort.',
        { cause },
      );
    }
  }

  #replace(index: number, delay: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#start(index).catch((error: unknown) => {
        this.options.log?.error({ error, worker: index }, 'A media worker could not be replaced yet.');
        this.#replace(index, Math.min(Math.max(delay * 2, FIRST_RETRY), LAST_RETRY));
      });
    }, delay);
    this.#timers.add(timer);
  }
}

function checkOptions(
  { listenIp, announcedAddress, rtcMinPort, rtcMaxPort }: MediasoupRouterOptions,
  count: number,
): void {
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`media.workers must be a whole number from 1 on, not ${String(count)}.`);
  if ((listenIp === '0.0.0.0' || listenIp === '::') && !announcedAddress) {
    throw new Error(
      `media.listenIp ${listenIp} needs media.announcedAddress: the address that browsers reach this machine by.`,
    );
  }
  if (rtcMinPort && rtcMaxPort !== undefined && rtcMinPort + count - 1 > rtcMaxPort) {
    throw new Error(
      `${String(count)} media workers need a port each from media.rtcMinPort ${String(rtcMinPort)} on, ` +
        `but media.rtcMaxPort is ${String(rtcMaxPort)}. Widen the range or set media.workers.`,
    );
  }
}

function listenInfos(options: MediasoupRouterOptions, port: number | undefined): types.TransportListenInfo[] {
  const { listenIp = '127.0.0.1', announcedAddress } = options;
  return (['udp', 'tcp'] as const).map((protocol) => ({
    protocol,
    ip: listenIp,
    ...(announcedAddress !== undefined && { announcedAddress }),
    ...(port !== undefined && { port }),
  }));
}

function closeWorker(worker: types.Worker): Promise<void> {
  if (worker.subprocessClosed) return Promise.resolve();
  return new Promise((resolve) => {
    worker.once('subprocessclose', () => {
      resolve();
    });
    worker.close();
  });
}
