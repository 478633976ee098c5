import type { Clock } from '../../lib/clock.js';
import type { HummerError } from '../../protocol/errors.js';
import { toHummerError } from '../../protocol/errors.js';
import type { AttributeMap } from '../../protocol/rooms.js';
import type { MembershipLeftReason, RoomState } from '../../store/state.js';

/** How long a membership outlives the last that holds it, so that a remount keeps it. */
const RELEASE_DELAY = 200;
const RETRY_DELAY = 1_000;

export interface MembershipPorts {
  readonly clock: Clock;
  /** Throws, saying what to do, while the server cannot be asked. */
  requireLink(): void;
  join(extra: AttributeMap | undefined): Promise<void>;
  leave(extra: AttributeMap | undefined): Promise<unknown>;
  /** Tells the readers. */
  show(change: Partial<RoomState>): void;
  /** No longer a member, for this reason. */
  ended(reason: MembershipLeftReason): void;
  /** Neither member nor held. */
  idle(): void;
}

/** Options of one that holds a membership; read when they are needed, so they may change. */
export interface HoldOptions {
  readonly autoJoin: boolean;
  readonly extra?: AttributeMap;
}

/**
 * Whether this client is in one room, and whether it should be. It should while a call of `joinRoom` stands, or while
 * somebody who joins automatically holds it; an end that was somebody's will (leave, kick, ban, dismissal) stays until
 * the next `join()`.
 */
export class Membership {
  readonly #ports: MembershipPorts;
  readonly #holds = new Set<HoldOptions>();
  /** `joinRoom()` stands until `leaveRoom()`. */
  #called: { extra: AttributeMap | undefined } | null = null;
  /** One of those who hold it asked: it lasts as long as they do. */
  #asked = false;
  #sticky = false;
  /** The last hold was released a moment ago. */
  #lingering = false;
  #cancelRelease: (() => void) | null = null;
  #joined = false;
  #linked = false;
  /** The page is gone from sight for good, or until it is shown again. */
  #away = false;
  #leaveExtra: AttributeMap | undefined;
  #work: Promise<void> | null = null;
  #cancelRetry: (() => void) | null = null;

  constructor(ports: MembershipPorts) {
    this.#ports = ports;
  }

  get joined(): boolean {
    return this.#joined;
  }

  /** In the room, or about to be. */
  get wanted(): boolean {
    if (this.#away) return false;
    if (this.#called || this.#lingering) return true;
    const held = this.#asked ? this.#holds.size > 0 : [...this.#holds].some(({ autoJoin }) => autoJoin);
    return held && !this.#sticky;
  }

  get away(): boolean {
    return this.#away;
  }

  get held(): boolean {
    return this.#holds.size > 0 || this.#lingering || this.#cancelRelease !== null;
  }

  hold(options: HoldOptions): () => void {
    this.#holds.add(options);
    this.#stopRelease();
    this.#settleSoon();
    return () => {
      const { wanted } = this;
      if (!this.#holds.delete(options)) return;
      this.#stopRelease();
      this.#lingering = wanted && !this.wanted;
      this.#cancelRelease = this.#ports.clock.setTimeout(() => this.release(), RELEASE_DELAY);
    };
  }

  /** What was released is given up now: its delay is over, or the page is going. */
  release(): void {
    this.#stopRelease();
    if (this.#holds.size === 0) this.#asked = this.#sticky = false;
    this.#settleSoon();
  }

  /** The page goes, with the chance to come back as it was: nobody should see us in the room meanwhile. */
  pageShown(shown: boolean): void {
    this.#away = !shown;
    this.#settleSoon();
  }

  /** Asked for by name; without `forGood`, for as long as those who hold it. */
  async join(forGood: boolean, extra?: AttributeMap): Promise<void> {
    this.#sticky = false;
    if (forGood || this.#holds.size === 0) {
      if (!this.#joined) this.#ports.requireLink();
      this.#called = { extra };
    } else this.#asked = true;
    try {
      this.#ports.requireLink();
      await this.#settle();
    } catch (error) {
      if (!this.#joined) this.#called = null;
      this.#checkIdle();
      throw error;
    }
  }

  async leave(extra?: AttributeMap): Promise<void> {
    this.#leaveExtra = extra;
    this.#refuse();
    if (this.#joined && !this.#linked) this.evicted('leave'); // the server is told when the link is back
    await this.#settle();
  }

  /** Out by somebody else's will. */
  evicted(reason: MembershipLeftReason): void {
    this.#refuse();
    this.#joined = false;
    this.#ports.ended(reason);
    this.#checkIdle();
  }

  /** The session is open; `member` if the server still has us in the room. */
  opened(member: boolean): void {
    this.#linked = true;
    this.#joined = member;
    if (member) this.#ports.show({ status: 'joined', error: null });
    this.#settleSoon();
  }

  dropped(): void {
    this.#linked = false;
    this.#stopRetry();
    if (this.#joined) this.#ports.show({ status: 'reconnecting' });
  }

  /** The session is over; who holds the room joins again with the next. */
  closed(reason: MembershipLeftReason): void {
    const { wanted } = this;
    this.#linked = this.#joined = this.#asked = this.#sticky = false;
    this.#called = null;
    this.#stopRetry();
    if (wanted) this.#ports.ended(reason);
    this.#checkIdle();
  }

  /** The server says that we are not in the room after all. */
  lost(): void {
    this.#joined = false;
    this.#settleSoon();
  }

  #refuse(): void {
    this.#called = null;
    this.#asked = this.#lingering = false;
    this.#sticky = true;
  }

  /** Brings what is to what should be, one step after the other; all callers share one run. */
  #settle(): Promise<void> {
    this.#stopRetry();
    return (this.#work ??= this.#steps().finally(() => {
      this.#work = null;
      this.#checkIdle();
    }));
  }

  /** For whoever reads the outcome in the state. */
  #settleSoon(): void {
    void this.#settle().catch(() => undefined);
  }

  async #steps(): Promise<void> {
    await null; // a caller that changes its mind at once costs nothing
    while (this.#linked && this.wanted !== this.#joined) {
      if (this.#joined) await this.#leaveRoom();
      else await this.#joinRoom();
    }
  }

  async #joinRoom(): Promise<void> {
    this.#ports.show({ status: 'joining', leftReason: null, error: null });
    const [first] = this.#holds;
    try {
      await this.#ports.join(this.#called ? this.#called.extra : first?.extra);
      this.#joined = true;
      this.#ports.show({ status: 'joined' });
    } catch (cause) {
      this.#failed(toHummerError(cause));
      throw cause;
    }
  }

  #failed(error: HummerError): void {
    if (!this.#linked) return; // the next session joins
    this.#ports.show({ status: 'failed', error });
    if (error.action === 'retry') {
      this.#cancelRetry = this.#ports.clock.setTimeout(() => this.#settleSoon(), RETRY_DELAY);
    } else this.#refuse();
  }

  async #leaveRoom(): Promise<void> {
    this.#joined = false;
    const extra = this.#leaveExtra;
    this.#leaveExtra = undefined;
    this.#ports.ended('leave');
    await this.#ports.leave(extra).catch(() => undefined); // a lost link ends the membership too
  }

  #checkIdle(): void {
    if (!this.held && !this.wanted && !this.#joined && !this.#work) this.#ports.idle();
  }

  #stopRelease(): void {
    this.#lingering = false;
    this.#cancelRelease?.();
    this.#cancelRelease = null;
  }

  #stopRetry(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
  }
}
