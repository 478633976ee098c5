import type { Hummer } from '../../core/hummer.js';
import { internalsOf, type HummerInternals } from '../../core/internals.js';
import type { Region } from '../../protocol/regions.js';
import { sessionActions, type SessionActions } from './sessionActions.js';

/** What a provider declares. `uid: null` is signed out. */
export interface SignInWish {
  readonly uid: string | null;
  /** Absent beside a `tokenProvider`. */
  readonly token: string | undefined;
  readonly region: Region | undefined;
}

/** How long a login outlives the last provider that declares it: a remount keeps it. */
const RELEASE_DELAY = 200;

/**
 * Brings the session of one client to what its providers declare, one step after the other, so that fast changes end
 * in one login. It acts only on a changed declaration: whoever signs out by hand, or is refused, stays so.
 */
export class SignIn {
  readonly #internals: HummerInternals;
  readonly #actions: SessionActions;
  #wish: SignInWish | null = null;
  #holders = 0;
  #cancelRelease: (() => void) | null = null;
  #running = false;
  /** Ends the wait for a login. */
  #changed: (() => void) | null = null;
  /** The uid that was tried, or found signed in, since it was last declared. */
  #tried: string | null = null;
  #token: string | undefined;
  #region: Region | undefined;

  constructor(internals: HummerInternals, actions: SessionActions) {
    this.#internals = internals;
    this.#actions = actions;
  }

  /** Counts one provider. The returned function releases: signed out a moment after the last one. */
  hold(): () => void {
    this.#holders++;
    this.#cancelRelease?.();
    this.#cancelRelease = null;
    return () => {
      if (--this.#holders > 0) return;
      this.#cancelRelease = this.#internals.clock.setTimeout(() => {
        this.#cancelRelease = null;
        this.declare({ uid: null, token: undefined, region: undefined });
      }, RELEASE_DELAY);
    };
  }

  declare(wish: SignInWish): void {
    if (wish.uid !== this.#wish?.uid) this.#tried = null;
    this.#wish = wish;
    this.#changed?.();
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#wish && (await this.#step(this.#wish))) {
        // one step a turn: the declaration may have changed meanwhile
      }
    } finally {
      this.#running = false;
    }
  }

  /** Does what is missing most; false when nothing is. */
  async #step(wish: SignInWish): Promise<boolean> {
    const { status, uid } = this.#internals.store.session.getState().login;
    const signedIn = status === 'logged-in' || status === 'logging-in';
    if (signedIn && uid !== wish.uid) return await succeeds(this.#actions.logout());
    if (wish.uid === null) return false;
    if (!signedIn) return this.#signIn(wish, wish.uid);
    if (status === 'logging-in') return await this.#settled();
    if (this.#tried !== wish.uid) this.#adopt(wish, wish.uid);
    const { token, region } = wish;
    if (token !== undefined && token !== this.#token) {
      this.#token = token;
      await succeeds(this.#actions.refreshToken({ token }));
      return true;
    }
    if (region !== undefined && region !== this.#region) {
      this.#region = region;
      await succeeds(this.#actions.setUserRegion({ region }));
      return true;
    }
    return false;
  }

  #signIn(wish: SignInWish, uid: string): boolean {
    if (this.#tried === uid) return false;
    this.#adopt(wish, uid);
    const { token, region } = wish;
    void succeeds(
      this.#actions.login({
        uid,
        ...(token === undefined ? {} : { token }),
        ...(region === undefined ? {} : { region }),
      }),
    );
    return true;
  }

  #adopt({ token, region }: SignInWish, uid: string): void {
    this.#tried = uid;
    this.#token = token;
    this.#region = region;
  }

  /** Waits for the end of a login, or for another declaration. */
  #settled(): Promise<true> {
    return new Promise((resolve) => {
      const unsubscribe = this.#internals.store.session.subscribe(({ login }) => {
        if (login.status !== 'logging-in') this.#changed?.();
      });
      this.#changed = () => {
        this.#changed = null;
        unsubscribe();
        resolve(true);
      };
    });
  }
}

/** True if it worked; the actions themselves report a failure. */
async function succeeds(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch {
    return false;
  }
}

const signIns = /* @__PURE__ */ new WeakMap<Hummer, SignIn>();

export function signInOf(hummer: Hummer): SignIn {
  let signIn = signIns.get(hummer);
  if (!signIn)
    signIns.set(hummer, (signIn = new SignIn(internalsOf(hummer), sessionActions(hummer).actions)));
  return signIn;
}
