import type { Clock } from '../../lib/clock.js';
import { INVALID_TOKEN } from '../../protocol/codes.js';
import { HummerError, toHummerError } from '../../protocol/errors.js';
import { checkString } from '../check.js';

/** Why a token is asked for. @public */
export type TokenReason = 'login' | 'expiring' | 'expired' | 'reconnect';

/** Gives a token for `uid`; called again whenever one is needed. @public */
export type TokenProvider = (why: {
  uid: string;
  appid: number;
  reason: TokenReason;
}) => string | Promise<string>;

/** What a session's token needs of its connection. */
export interface TokenPorts {
  readonly uid: string;
  readonly appid: number;
  readonly clock: Clock;
  readonly provider: TokenProvider | undefined;
  /** The token has this long to live. */
  readonly willExpire: (ms: number) => void;
  /** Hands a fresh token to the server, over the open link. */
  readonly replace: (token: string) => Promise<void>;
}

/** The token of one session: where the next one comes from, and when. */
export interface Tokens {
  /** The token for a login, from the provider if it is time for one. */
  next(): Promise<string | undefined>;
  /** The app brought a token. */
  use(token: string): void;
  /** The next login needs another one, if the provider has it. */
  stale(reason: TokenReason): void;
  /** Gets another one now, if there is a provider, and hands it over. What fails is made good at the next login. */
  renew(reason: TokenReason): Promise<void>;
  /** Gives notice 30 s before `expiresAt` (by our clock), or at half of a shorter life. */
  watch(expiresAt: number | undefined): void;
}

const NOTICE = 30_000;
/** What a timer can hold; longer waits are cut into pieces. */
const LONGEST_TIMER = 2 ** 31 - 1;

export function createTokens(
  token: string | undefined,
  { uid, appid, clock, provider, willExpire, replace }: TokenPorts,
): Tokens {
  let reason: TokenReason | null = token === undefined ? 'login' : null;
  let cancel: (() => void) | undefined;

  async function fetch(provide: TokenProvider, why: TokenReason): Promise<string> {
    try {
      const fresh = await provide({ uid, appid, reason: why });
      checkString('token', fresh);
      reason = null;
      return (token = fresh);
    } catch (cause) {
      const message = `tokenProvider failed: ${toHummerError(cause).message}`;
      throw new HummerError(INVALID_TOKEN, message, { cause, action: 'retry' });
    }
  }

  async function renew(why: TokenReason): Promise<void> {
    try {
      if (provider) await replace(await fetch(provider, why));
    } catch {
      reason = why;
    }
  }

  return {
    async next() {
      const why = reason;
      if (provider && why) {
        await fetch(provider, why).catch((error: unknown) => {
          if (why !== 'reconnect') throw error; // then the token at hand may still do
        });
      }
      return token;
    },
    use(fresh) {
      token = fresh;
      reason = null;
    },
    stale(why) {
      reason = why;
    },
    renew,
    watch(expiresAt) {
      cancel?.();
      if (expiresAt === undefined) return;
      const left = (): number => Math.max(0, expiresAt - clock.now());
      const notice = Math.min(NOTICE, left() / 2);
      const wait = (): void => {
        const ms = left() - notice;
        if (ms > 0) cancel = clock.setTimeout(wait, Math.min(ms, LONGEST_TIMER));
        else {
          willExpire(left());
          void renew('expiring');
        }
      };
      wait();
    },
  };
}
