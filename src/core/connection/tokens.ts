import type { Clock } from '../../lib/clock.js';
import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError, inputError, toHummerError } from '../../protocol/errors.js';

/** Why a token is asked for. @public */
export type TokenReason = 'login' | 'expiring' | 'expired' | 'reconnect';

/** Gives a token for `uid`; called again whenever one is needed. @public */
export type TokenProvider = (why: {
  uid: string;
  appid: number;
  reason: TokenReason;
}) => string | Promise<string>;

/** What a session's token needs of the connection. */
export interface TokenPorts {
  readonly uid: string;
  readonly appid: number;
  readonly clock: Clock;
  readonly provider: TokenProvider | undefined;
  /** The token has this long to live. */
  willExpire(ms: number): void;
  /** Hands a fresh token to the server, over the open link. */
  replace(token: string): Promise<void>;
}

const NOTICE = 30_000;
/** What a timer can hold; longer waits are cut into pieces. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The token of one session: where the next one comes from, and when. */
export class Tokens {
  readonly #ports: TokenPorts;
  #token: string | undefined;
  /** What the provider is told before the next login; null: the token at hand is the one to use. */
  #reason: TokenReason | null;
  #cancel: (() => void) | null = null;

  constructor(token: string | undefined, ports: TokenPorts) {
    this.#ports = ports;
    this.#token = token;
    this.#reason = token === undefined ? 'login' : null;
  }

  /** The token for a login, from the provider if it is time for one. */
  async next(): Promise<string | undefined> {
    const { provider } = this.#ports;
    const reason = this.#reason;
    if (provider && reason) {
      try {
        await this.#fetch(provider, reason);
      } catch (error) {
        if (reason !== 'reconnect') throw error; // then the token at hand may still do
      }
    }
    return this.#token;
  }

  /** The app brought a token. */
  use(token: string): void {
    this.#token = token;
    this.#reason = null;
  }

  /** A login needs another token: at the next reconnect, or because this one is over. */
  stale(reason: TokenReason): void {
    this.#reason = reason;
  }

  /** Asks the provider, if there is one, and hands its token to the server. What fails now is tried at the next login. */
  async renew(reason: TokenReason): Promise<void> {
    const { provider, replace } = this.#ports;
    if (!provider) return;
    try {
      await replace(await this.#fetch(provider, reason));
    } catch {
      this.#reason = reason;
    }
  }

  /** Gives notice 30 s before `expiresAt` (by our clock), or at half of a shorter life. */
  watch(expiresAt: number | undefined): void {
    this.stop();
    if (expiresAt === undefined) return;
    const { clock, willExpire } = this.#ports;
    const left = (): number => Math.max(0, expiresAt - clock.now());
    const notice = Math.min(NOTICE, left() / 2);
    const wait = (): void => {
      const ms = left() - notice;
      if (ms > 0) {
        this.#cancel = clock.setTimeout(wait, Math.min(ms, LONGEST_TIMER));
        return;
      }
      willExpire(left());
      void this.renew('expiring');
    };
    wait();
  }

  stop(): void {
    this.#cancel?.();
  }

  async #fetch(provider: TokenProvider, reason: TokenReason): Promise<string> {
    const { uid, appid } = this.#ports;
    try {
      const token: unknown = await provider({ uid, appid, reason });
      if (typeof token !== 'string' || !token)
        throw inputError('token', 'it must answer a token string', token);
      this.use(token);
      return token;
    } catch (cause) {
      throw new HummerError(
        HummerErrorCode.INVALID_TOKEN,
        `tokenProvider failed: ${toHummerError(cause).message}.`,
        {
          cause,
          action: 'retry',
        },
      );
    }
  }
}
