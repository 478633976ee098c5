import type { Clock } from '../../lib/clock.js';
import { createDeferred, type Deferred } from '../../lib/deferred.js';
import * as HummerErrorCode from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { MediaTransportParameters } from '../../protocol/media.js';
import type { MediaRequests } from '../../protocol/mediaEvents.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { DtlsParameters } from '../../protocol/rtp.js';
import type {
  EngineProducer,
  EngineProduceOptions,
  EngineRecvTransport,
  EngineSendTransport,
  EngineStats,
  EngineTransport,
  EngineWire,
  MediaEngine,
  TransportHealth,
} from './MediaEngine.js';
import { IceServers } from './IceServers.js';
import type { MediaLink } from './MediaLink.js';
import type { ProducingSession } from './sending.js';
import { RtcError } from './RtcError.js';
import { streamIdOf } from './Roster.js';

/** How long a transport may be without a path before ICE starts anew, and how long that may take. */
export const ICE_PATIENCE = 2_000;
export const ICE_RESTART_TIME = 8_000;

/**
 * One build of a room's media: a peer on the server, an engine, its transports. It outlives its socket: after a resume
 * `rebind` gives it the next one, and requests that were under way are repeated there.
 */
export class MediaSession implements ProducingSession {
  #link: MediaLink;
  /** Pending while the link is down. */
  #linked: Deferred<void> | null = null;
  #closed = false;
  #recv: EngineRecvTransport | null = null;
  #send: Promise<EngineSendTransport> | null = null;
  #sendMade: EngineSendTransport | null = null;
  readonly #ice: IceServers;
  readonly #cures = new Map<EngineTransport, () => void>();

  constructor(
    readonly peerId: string,
    private readonly engine: MediaEngine,
    link: MediaLink,
    private readonly clock: Clock,
    /** Besides those of the server. */
    iceServers: readonly RTCIceServer[],
    /** A transport cannot be saved: the session must be built anew. */
    private readonly onBroken: (detail: string) => void,
  ) {
    this.#link = link;
    this.#ice = new IceServers(iceServers, clock, {
      fetch: () => this.request('getIceServers', {}),
      apply: (servers) => {
        for (const transport of [this.#recv, this.#sendMade])
          transport?.updateIceServers(servers).catch(() => undefined); // the next ICE restart tries the old ones
      },
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  get anyLayers(): boolean {
    return this.engine.anyLayers;
  }

  request<E extends keyof MediaRequests>(
    event: E,
    data: MediaRequests[E]['data'],
  ): Promise<MediaRequests[E]['result']> {
    return this.#closed ? Promise.reject(ended()) : this.#link.request(event, data);
  }

  /** For requests whose repeat does no harm: waits for the link, and asks again if it dropped before the answer. */
  async durable<E extends keyof MediaRequests>(event: E, data: MediaRequests[E]['data']): Promise<void> {
    for (;;) {
      await this.#linked?.promise;
      try {
        await this.request(event, data);
        return;
      } catch (error) {
        if (this.#closed || !(error instanceof HummerError)) throw error;
        if (error.code === HummerErrorCode.TIMEOUT) continue;
        if (error.code !== HummerErrorCode.CONNECTION_LOST) throw error;
        // The drop is reported a moment before or after the rejection; without this the loop would spin.
        this.dropped();
      }
    }
  }

  dropped(): void {
    this.#linked ??= createDeferred();
    this.#linked.promise.catch(() => undefined);
  }

  rebind(link: MediaLink): void {
    this.#link = link;
    this.#linked?.resolve();
    this.#linked = null;
    for (const transport of [...this.#cures.keys()]) this.#recovered(transport);
  }

  openRecv(parameters: MediaTransportParameters): EngineRecvTransport {
    const wire = this.#wire(parameters.id, () => this.#recv);
    return (this.#recv = this.engine.createRecvTransport(this.#ice.complete(parameters), wire));
  }

  /** Opens the sending transport; `parameters` may have been asked for already, with the join. */
  openSend(parameters?: Promise<MediaTransportParameters>): Promise<EngineSendTransport> {
    this.#send ??= this.#openSend(parameters).catch((error: unknown) => {
      this.#send = null;
      throw error;
    });
    this.#send.catch(() => undefined);
    return this.#send;
  }

  async #openSend(asked?: Promise<MediaTransportParameters>): Promise<EngineSendTransport> {
    const parameters = await (asked ??
      this.request('createWebRtcTransport', { forceTcp: false, producing: true, consuming: false }));
    if (this.#closed) throw ended();
    const made = this.engine.createSendTransport(this.#ice.complete(parameters), {
      ...this.#wire(parameters.id, () => this.#sendMade),
      produce: async ({ kind, rtpParameters, source, paused, resolutions }) => {
        const produced = await this.request('produce', {
          transportId: parameters.id,
          kind,
          rtpParameters,
          appData: { source, ...(resolutions.length > 0 && { resolutions }) },
          paused,
        });
        return produced.id;
      },
    });
    this.#sendMade = made;
    return made;
  }

  /** Closes the sending transport; the next `produce` opens another. */
  closeSend(): void {
    const made = this.#sendMade;
    this.#send = null;
    this.#sendMade = null;
    if (!made) return;
    this.#recovered(made);
    made.close();
    void this.durable('closeTransport', { transportId: made.id }).catch(() => undefined);
  }

  async produce(options: Omit<EngineProduceOptions, 'streamId'>): Promise<EngineProducer> {
    const { track } = options;
    if (track.kind !== 'audio' && track.kind !== 'video') throw new TypeError('A track is audio or video.');
    if (!this.engine.canProduce(track.kind)) {
      throw new RtcError(
        RtcErrorCode.MEDIA_UPSTREAM_UNSUPPORTED,
        `This browser and the server share no ${track.kind} codec, so it cannot be sent.`,
      );
    }
    await this.#linked?.promise;
    const transport = await this.openSend();
    return transport.produce({ ...options, streamId: streamIdOf(this.peerId, options.source) });
  }

  /** New paths for both directions: after a resume, since a socket seldom drops alone. */
  async restartIce(): Promise<void> {
    const transports = [this.#recv, this.#sendMade].filter((transport) => transport !== null);
    await Promise.all(
      transports.map((transport) =>
        transport.health === 'connected' ? this.#restart(transport) : this.#cure(transport),
      ),
    );
  }

  /** The transports' own statistics. */
  async transportStats(): Promise<{ sending: EngineStats | null; receiving: EngineStats | null }> {
    const ask = async (transport: EngineTransport | null): Promise<EngineStats | null> =>
      (await transport?.stats().catch(() => null)) ?? null;
    const [sending, receiving] = await Promise.all([ask(this.#sendMade), ask(this.#recv)]);
    return { sending, receiving };
  }

  /** The state of each direction; 'new' if it is not in use yet. */
  get health(): { sending: TransportHealth; receiving: TransportHealth } {
    return { sending: this.#sendMade?.health ?? 'new', receiving: this.#recv?.health ?? 'new' };
  }

  /** False if the server has closed a transport that is in use here. */
  has(transportIds: readonly string[]): boolean {
    return [this.#recv, this.#sendMade].every(
      (transport) => !transport || transportIds.includes(transport.id),
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#linked?.reject(ended());
    this.#linked = null;
    for (const cancel of this.#cures.values()) cancel();
    this.#cures.clear();
    this.#ice.close();
    this.#recv?.close();
    this.#sendMade?.close();
  }

  #wire(transportId: string, transport: () => EngineTransport | null): EngineWire {
    return {
      connect: (dtlsParameters) => this.#secure(transportId, dtlsParameters),
      health: (state) => {
        const mine = transport();
        if (mine && !this.#closed) this.#watch(mine, state);
      },
    };
  }

  /** Refused, the transport can never carry anything: that is not cured by another path. */
  async #secure(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    try {
      await this.durable('connectWebRtcTransport', { transportId, dtlsParameters });
    } catch (error) {
      if (!this.closed) this.onBroken(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** A path that is gone gets a moment to come back, then ICE starts anew, then the session is given up. */
  #watch(transport: EngineTransport, state: TransportHealth): void {
    if (state === 'connected') this.#recovered(transport);
    if ((state !== 'disconnected' && state !== 'failed') || this.#cures.has(transport)) return;
    const patience = state === 'failed' ? 0 : ICE_PATIENCE;
    this.#cures.set(
      transport,
      this.clock.setTimeout(() => void this.#cure(transport), patience),
    );
  }

  async #cure(transport: EngineTransport): Promise<void> {
    this.#recovered(transport);
    // Without a link nothing can be arranged; the resume does it.
    if (this.#linked || this.#closed || transport.health === 'new') return;
    this.#cures.set(
      transport,
      this.clock.setTimeout(() => {
        this.onBroken(`no path for ${String(ICE_RESTART_TIME)} ms after an ICE restart`);
      }, ICE_RESTART_TIME),
    );
    await this.#restart(transport);
  }

  #recovered(transport: EngineTransport): void {
    this.#cures.get(transport)?.();
    this.#cures.delete(transport);
  }

  async #restart(transport: EngineTransport): Promise<void> {
    // Before anything was sent or received there is no path to renew.
    if (this.#closed || transport.health === 'new' || transport.health === 'closed') return;
    try {
      const { iceParameters } = await this.request('restartIce', { transportId: transport.id });
      await transport.restartIce(iceParameters);
    } catch (error) {
      if (this.closed || (error instanceof HummerError && error.code === HummerErrorCode.CONNECTION_LOST))
        return;
      this.onBroken(error instanceof Error ? error.message : String(error));
    }
  }
}

function ended(): HummerError {
  return new HummerError(HummerErrorCode.CONNECTION_LOST, 'The media session has ended.', {
    context: { type: 'connection' },
  });
}
