import type { Clock } from '../../lib/clock.js';
import { toHummerError } from '../../protocol/errors.js';
import type { AttributeMap } from '../../protocol/rooms.js';
import type { MembershipLeftReason, RoomState } from '../../store/state.js';
import type { HoldOptions } from '../internals.js';

export interface MembershipPorts {
  readonly clock: Clock;
  /** Throws, saying what to do, while the server cannot be asked. */
  readonly requireLink: () => void;
  readonly join: (extra: AttributeMap | undefined) => Promise<void>;
  readonly leave: (extra: AttributeMap | undefined) => Promise<unknown>;
  /** Tells the readers. */
  readonly show: (change: Partial<RoomState>) => void;
  /** No longer a member, for this reason; `away`: only as long as the page is hidden from its user. */
  readonly ended: (reason: MembershipLeftReason, away: boolean) => void;
  /** Neither member nor held. */
  readonly idle: () => void;
}

/**
 * Whether this client is in one room, and whether it should be. It should while a call of `joinRoom` stands, or while
 * somebody who joins automatically holds it; an end that was somebody's will (leave, kick, ban, dismissal) stays until
 * the next `join()`.
 */
export interface Membership {
  readonly joined: boolean;
  /** In the room, or about to be. */
  readonly wanted: boolean;
  /** Held by somebody, or until a moment ago. */
  readonly held: boolean;
  readonly hold: (options: HoldOptions) => () => void;
  /** `forGood`: until somebody leaves; else as long as those who hold it. */
  readonly join: (forGood: boolean, extra?: AttributeMap) => Promise<void>;
  readonly leave: (extra?: AttributeMap) => Promise<void>;
  /** Out by somebody else's will. */
  readonly evicted: (reason: MembershipLeftReason) => void;
  /** The session is open; `member` if the server has us in the room. */
  readonly opened: (member: boolean) => void;
  readonly dropped: () => void;
  /** The session is over; who holds the room joins again with the next. */
  readonly closed: (reason: MembershipLeftReason) => void;
  /** The page goes, with the chance to come back as it was: nobody should see us in the room meanwhile. */
  readonly pageShown: (shown: boolean) => void;
  /** The server says that we are not in the room after all. */
  readonly lost: () => void;
}

/** How long a membership outlives the last that holds it, so that a remount keeps it. */
const RELEASE_DELAY = 200;
const RETRY_DELAY = 1_000;

export function createMembership({
  clock,
  requireLink,
  join,
  leave,
  show,
  ended,
  idle,
}: MembershipPorts): Membership {
  const holds = new Set<HoldOptions>();
  /** `joinRoom()` stands until `leaveRoom()`. */
  let called: { extra: AttributeMap | undefined } | null = null;
  /** One of those who hold it asked. */
  let asked = false;
  /** Left by somebody's will. */
  let sticky = false;
  let lingering = false;
  let away = false;
  let joined = false;
  let linked = false;
  let leaveExtra: AttributeMap | undefined;
  let cancelRelease: (() => void) | null = null;
  let cancelRetry: (() => void) | undefined;
  let work: Promise<void> | null = null;

  function wanted(): boolean {
    if (away) return false;
    const held = asked ? holds.size > 0 : [...holds].some(({ autoJoin }) => autoJoin);
    return called !== null || lingering || (held && !sticky);
  }

  function held(): boolean {
    return away || holds.size > 0 || cancelRelease !== null;
  }

  function refuse(): void {
    called = null;
    asked = lingering = false;
    sticky = true;
  }

  function stopRelease(): void {
    lingering = false;
    cancelRelease?.();
    cancelRelease = null;
  }

  function checkIdle(): void {
    if (!held() && !wanted() && !joined && !work) idle();
  }

  /** Brings what is to what should be, one step after the other; all callers share one run. */
  function settle(): Promise<void> {
    cancelRetry?.();
    return (work ??= steps().finally(() => {
      work = null;
      checkIdle();
    }));
  }

  /** For whoever reads the outcome in the state. */
  function settleSoon(): void {
    settle().catch(() => undefined);
  }

  async function steps(): Promise<void> {
    await Promise.resolve(); // who changes their mind at once costs nothing
    while (linked && wanted() !== joined) {
      if (joined) await stepOut();
      else await stepIn();
    }
  }

  async function stepIn(): Promise<void> {
    show({ status: 'joining', leftReason: null, error: null });
    try {
      // Of those who hold it, the first that names an extra: readers that name none come first in React's effects.
      await join((called ?? [...holds].find(({ extra }) => extra))?.extra);
      joined = true;
      show({ status: 'joined' });
    } catch (cause) {
      const error = toHummerError(cause);
      if (linked) {
        show({ status: 'failed', error });
        if (error.action === 'retry') cancelRetry = clock.setTimeout(settleSoon, RETRY_DELAY);
        else refuse();
      } // else the next session joins
      throw error;
    }
  }

  async function stepOut(): Promise<void> {
    const extra = leaveExtra;
    end('leave');
    await leave(extra).catch(() => undefined); // a lost link ends the membership too
  }

  function end(reason: MembershipLeftReason): void {
    joined = false;
    leaveExtra = undefined;
    ended(reason, away);
  }

  function evicted(reason: MembershipLeftReason): void {
    refuse();
    end(reason);
    checkIdle();
  }

  return {
    get joined() {
      return joined;
    },
    get wanted() {
      return wanted();
    },
    get held() {
      return held();
    },
    hold(options) {
      holds.add(options);
      stopRelease();
      settleSoon();
      return () => {
        const before = wanted();
        if (!holds.delete(options)) return;
        stopRelease();
        lingering = before && !wanted();
        cancelRelease = clock.setTimeout(() => {
          stopRelease();
          if (!holds.size) asked = sticky = false;
          settleSoon();
        }, RELEASE_DELAY);
      };
    },
    async join(forGood, extra) {
      sticky = false;
      try {
        if (!forGood && holds.size) asked = true;
        else {
          if (!joined) requireLink();
          called = { extra };
        }
        requireLink();
        await settle();
      } catch (error) {
        if (!joined) called = null;
        checkIdle();
        throw error;
      }
    },
    async leave(extra) {
      leaveExtra = extra;
      refuse();
      if (joined && !linked) evicted('leave'); // the server is told when the link is back
      await settle();
    },
    evicted,
    opened(member) {
      linked = true;
      joined = member;
      if (member) show({ status: 'joined', error: null });
      settleSoon();
    },
    dropped() {
      linked = false;
      cancelRetry?.();
      if (joined) show({ status: 'reconnecting' });
    },
    closed(reason) {
      const before = wanted();
      linked = asked = sticky = false;
      called = null;
      if (before) end(reason);
      checkIdle();
    },
    pageShown(shown) {
      away = !shown;
      settleSoon();
    },
    lost() {
      joined = false;
      settleSoon();
    },
  };
}
