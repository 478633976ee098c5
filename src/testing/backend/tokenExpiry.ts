import type { Clock } from '../../lib/clock.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import type { WireError } from '../../protocol/errors.js';

/** A link of the server that lives on for a while after its token. */
const EXPIRED_GRACE = 30_000;

/** What {@link TokenExpiry} does to connections of a uid. */
export interface ExpiryPorts {
  readonly clock: Clock;
  notify(uid: string, event: string): void;
  disconnect(uid: string): void;
}

/**
 * Tokens that run out when a test says so, in every token mode: the session is told, its link closes 30 s later, and
 * the same token is refused with 2003 until another comes. What really expires by the clock is the server's own doing.
 */
export class TokenExpiry {
  readonly #ports: ExpiryPorts;
  /** Tokens that are over, by uid; undefined is the login without one. */
  readonly #over = new Map<string, Set<string | undefined>>();
  readonly #current = new Map<string, string | undefined>();
  readonly #closing = new Map<string, () => void>();

  constructor(ports: ExpiryPorts) {
    this.#ports = ports;
  }

  expire(uid: string): void {
    const over = this.#over.get(uid) ?? new Set();
    this.#over.set(uid, over.add(this.#current.get(uid)));
    this.#ports.notify(uid, 'session:expired');
    this.#closing.get(uid)?.();
    const close = (): void => {
      this.#ports.disconnect(uid);
    };
    this.#closing.set(uid, this.#ports.clock.setTimeout(close, EXPIRED_GRACE));
  }

  /** Sees every request on its way up; refuses those that bring a token that is over. */
  inspect(uid: string, event: string, payload: unknown): WireError | null {
    if (event !== 'session:login' && event !== 'session:refreshToken') return null;
    const { data } = (payload ?? {}) as { data?: { token?: unknown } };
    const token = typeof data?.token === 'string' ? data.token : undefined;
    if (this.#over.get(uid)?.has(token)) {
      return { errcode: HummerErrorCode.TOKEN_EXPIRED, errmsg: 'The token has expired: get a new one.' };
    }
    this.#current.set(uid, token);
    this.#closing.get(uid)?.();
    this.#closing.delete(uid);
    return null;
  }

  close(): void {
    for (const cancel of this.#closing.values()) cancel();
    this.#closing.clear();
  }
}
