import type { Clock } from '../../lib/clock.js';
import type { MediaIceServers, MediaTransportParameters } from '../../protocol/media.js';

/** How long before they end credentials are renewed, and how soon after a failure. */
const AHEAD = 120_000;
const RETRY = 10_000;

/**
 * STUN and TURN servers of one session: the app's own and the server's, whose credentials end and are renewed in time, so that
 * an ICE restart hours later still finds its way.
 */
export class IceServers {
  #cancel: (() => void) | null = null;

  constructor(
    private readonly own: readonly RTCIceServer[],
    private readonly clock: Clock,
    private readonly session: {
      fetch: () => Promise<MediaIceServers>;
      apply: (servers: readonly RTCIceServer[]) => void;
    },
  ) {}

  /** The parameters of a new transport with all servers in them. */
  complete(parameters: MediaTransportParameters): MediaTransportParameters {
    const { iceServers = [], iceServersExpireAt } = parameters;
    if (iceServersExpireAt !== undefined) this.#renewBefore(iceServersExpireAt);
    const all = [...this.own, ...iceServers];
    return all.length > 0 ? { ...parameters, iceServers: all } : parameters;
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #renewBefore(expiresAt: number): void {
    this.#in(Math.max(RETRY, expiresAt - AHEAD - this.clock.now()));
  }

  #in(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.clock.setTimeout(() => {
      this.session.fetch().then(
        ({ iceServers, expiresAt }) => {
          if (!this.#cancel) return;
          this.session.apply([...this.own, ...iceServers]);
          if (expiresAt !== null) this.#renewBefore(expiresAt);
        },
        () => {
          if (this.#cancel) this.#in(RETRY);
        },
      );
    }, ms);
  }
}
