import type { Clock } from '../../lib/clock.js';
import type { MembershipLeftReason, RtcState } from '../../store/state.js';
import type { RtcOptions } from '../internals.js';
import type { RoomMedia } from './RoomMedia.js';
import type { RoomMediaOptions } from './roomMediaTypes.js';

/** How long a membership, a capture or a publication outlives its last holder, so that a remount keeps it. */
export const RELEASE_DELAY = 200;
/** When a join that failed for a passing reason is tried again. */
const RETRY_DELAY = 5_000;

interface Holder {
  options: RtcOptions;
}

/**
 * Whether this client should be in the media of one room. It should while `join()` stands, or while somebody who joins
 * automatically holds it; an end that was somebody's will (leave, kick, eviction) stays until the next `join()`.
 */
export class Membership {
  readonly #holders = new Set<Holder>();
  /** `join()` stands until `leave()`: nobody held the room when it was called. */
  #called: RtcOptions | null = null;
  /** One of those who hold the room asked: it lasts as long as they do. */
  #asked = false;
  #ended = false;
  /** The role that was asked for last: one that the operator gave since stands until another is asked for. */
  #role: RoomMediaOptions['role'] | null = null;
  #open = false;
  /** The page is gone from sight for good, or until it is shown again. */
  #away = false;
  #cancelRelease: (() => void) | null = null;
  #cancelRetry: () => void = () => undefined;

  constructor(
    readonly room: RoomMedia,
    private readonly clock: Clock,
    private readonly defaults: () => { displayName: string },
    private readonly onIdle: () => void,
  ) {
    room.on('banned', () => {
      this.#refuse();
    });
    room.on('state', (state) => {
      this.#changed(state);
    });
  }

  /**
   * Of each option, what the first holder that names it says: a reader without options, inside of the one that has them,
   * comes first in React's order of effects and must not decide.
   */
  get options(): RoomMediaOptions {
    const all = [...this.#holders].map((holder) => holder.options);
    if (all.length === 0 && this.#called) all.push(this.#called);
    const first = <Name extends keyof RtcOptions>(name: Name): RtcOptions[Name] | undefined =>
      all.find((options) => options[name] !== undefined)?.[name];
    return {
      role: first('role') ?? 'speaker',
      autoSubscribe: first('autoSubscribe') ?? true,
      displayName: first('displayName') ?? this.defaults().displayName,
      topThree: first('topThree') ?? false,
    };
  }

  /** Nobody holds it or asked for it, and it is over. */
  get idle(): boolean {
    if (this.#holders.size > 0 || this.#called || this.#cancelRelease) return false;
    return !['joining', 'joined', 'reconnecting'].includes(this.room.state.status);
  }

  hold(options: RtcOptions): { update(options: RtcOptions): void; release(): void } {
    const holder = { options };
    this.#holders.add(holder);
    this.#cancelRelease?.();
    this.#cancelRelease = null;
    if (this.#wanted && !this.#ended) this.room.prepare();
    if (this.room.state.status === 'joined') this.#adjust();
    this.follow();
    return {
      update: (next) => {
        if (!this.#holders.has(holder)) return;
        holder.options = next;
        this.#adjust();
        this.follow();
      },
      release: () => {
        if (!this.#holders.delete(holder) || this.#wanted) return;
        this.#cancelRelease?.();
        this.#cancelRelease = this.clock.setTimeout(() => {
          this.#release();
        }, RELEASE_DELAY);
      },
    };
  }

  /** Asked for by name. Whoever holds the room has chosen the options; else those given here count. */
  join(options: RtcOptions = {}): Promise<void> {
    this.#ended = false;
    if (this.#holders.size > 0) this.#asked = true;
    else this.#called = options;
    this.#configure();
    return this.room.join();
  }

  leave(): Promise<void> {
    this.#refuse();
    return this.room.leave();
  }

  /** Another room is joined: if nobody holds this one any more, it ends now. Resolves when the server has heard of the end. */
  async giveWay(): Promise<void> {
    if (this.#cancelRelease) {
      this.#cancelRelease();
      this.#release();
    }
    await this.room.gone();
  }

  /** The session is open: joins, or comes back at once. */
  opened(): void {
    this.#open = true;
    this.room.retryNow();
    this.follow();
  }

  /** The session is over; who holds the room joins again with the next. */
  closed(reason: MembershipLeftReason): void {
    this.#open = this.#asked = this.#ended = false;
    this.#called = null;
    this.#cancelRetry();
    void this.room.leave(reason);
  }

  /** The page goes, with the chance to come back as it was: nobody should see us in the room meanwhile. */
  pageShown(shown: boolean): void {
    this.#away = !shown;
    if (shown) this.follow();
    else void this.room.leave('closed');
  }

  /** Joins if it should. */
  follow(): void {
    const { status, error } = this.room.state;
    if (!this.#open || this.#ended || this.#away || !this.#wanted) return;
    if (status === 'joined' || status === 'reconnecting') return;
    if (status === 'failed' && error?.action !== 'retry') return;
    this.#configure();
    this.room.join().catch(() => undefined); // the reason is in the store
  }

  get #wanted(): boolean {
    if (this.#called) return true;
    if (this.#asked) return this.#holders.size > 0;
    return [...this.#holders].some(({ options }) => options.autoJoin ?? true);
  }

  #configure(): void {
    this.room.participation.configure(this.options);
    this.#role = this.options.role;
  }

  #refuse(): void {
    this.#called = null;
    this.#asked = false;
    this.#ended = true;
    this.#cancelRetry();
  }

  #release(): void {
    this.#cancelRelease = null;
    if (this.#wanted) return;
    this.#asked = this.#ended = false;
    this.#cancelRetry();
    void this.room.leave();
    this.onIdle();
  }

  #changed({ status, error }: RtcState): void {
    this.#cancelRetry();
    if (status !== 'failed') return;
    if (error?.action === 'retry')
      this.#cancelRetry = this.clock.setTimeout(() => {
        this.follow();
      }, RETRY_DELAY);
    else if (this.#wanted) this.#ended = true;
  }

  /** What can change while joined; never by joining again. */
  #adjust(): void {
    const { role, autoSubscribe, displayName, topThree } = this.options;
    if (role !== this.#role) {
      this.#role = role;
      if (role !== this.room.state.role) this.room.participation.switchRole(role).catch(() => undefined); // told by the room
    }
    this.room.participation.changeDisplayName(displayName).catch(() => undefined);
    this.room.participation.setAutoSubscribe(autoSubscribe);
    this.room.participation.setTopThree(topThree).catch(() => undefined); // the next join says it again
  }
}
