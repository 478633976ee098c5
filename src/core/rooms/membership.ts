import type { Clock } from '../../lib/clock.js';
import { NOT_IN_ROOM } from '../../protocol/codes.js';
import { toHummerError, type HummerError } from '../../protocol/errors.js';
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
  /** Held by somebody, or until a moment ago; or the server has yet to hear that it was left. */
  readonly held: boolean;
  readonly hold: (options: HoldOptions) => () => void;
  /** `forGood`: until somebody leaves; else as long as those who hold it. */
  readonly join: (forGood: boolean, extra?: AttributeMap) => Promise<void>;
  readonly leave: (extra?: AttributeMap) => Promise<void>;
  /** Out by somebody else's will. */
  readonly evicted: (reason: MembershipLeftReason) => void;
  /** The session is open; `member` if the server has us in the room, where we need not want to be. */
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
  /** The server may still have us in, and we are out: it is to be told, with these words. */
  let owed: { readonly extra: AttributeMap | undefined } | null = null;
  let cancelRelease: (() => void) | null = null;
  let cancelRetry: (() => void) | undefined;
  let work: Promise<void> | null = null;

  function wanted(): boolean {
    if (away) return false;
    const held = asked ? holds.size > 0 : [...holds].some(({ autoJoin }) => autoJoin);
    return called !== null || lingering || (held && !sticky);
  }

  function held(): boolean {
    return away || holds.size > 0 || cancelRelease !== null || owed !== null;
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
    while (linked) {
      if (wanted()) {
        if (joined) return;
        await stepIn();
      } else if (joined) end('leave');
      else if (!owed || !(await stepOut(owed))) return;
    }
  }

  /** Later, what did not work now. */
  function again(): void {
    cancelRetry?.();
    cancelRetry = clock.setTimeout(settleSoon, RETRY_DELAY);
  }

  async function stepIn(): Promise<void> {
    owed = null;
    show({ status: 'joining', leftReason: null, error: null });
    try {
      // Of those who hold it, the first that names an extra: readers that name none come first in React's effects.
      await join((called ?? [...holds].find(({ extra }) => extra))?.extra);
      joined = true;
      show({ status: 'joined' });
    } catch (cause) {
      const error = toHummerError(cause);
      if (linked) {
        if (outcomeUnknown(error)) owed = { extra: undefined };
        show({ status: 'failed', error });
        if (error.action === 'retry') again();
        else refuse();
      } // else the next session joins
      throw error;
    }
  }

  /** Tells the server, which would show us in the room as long as the link is up. False: not yet, but it will be. */
  async function stepOut(told: { readonly extra: AttributeMap | undefined }): Promise<boolean> {
    try {
      await leave(told.extra);
    } catch (cause) {
      const error = toHummerError(cause);
      if (error.action === 'retry') {
        if (linked) again(); // else the next session says whether we are still in
        return false;
      }
      if (told.extra && error.code !== NOT_IN_ROOM) {
        await stepOut((owed = { extra: undefined }));
        throw error;
      }
    }
    if (owed === told) owed = null;
    return true;
  }

  function end(reason: MembershipLeftReason): void {
    joined = false;
    owed = reason === 'leave' ? { extra: leaveExtra } : null;
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
        settleSoon();
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
      joined &&= member;
      if (joined) owed = null;
      else owed = member ? (owed ?? { extra: undefined }) : null;
      if (joined && wanted()) show({ status: 'joined', error: null });
      settleSoon();
    },
    dropped() {
      linked = false;
      cancelRetry?.();
      if (joined) show({ status: 'reconnecting' });
    },
    closed(reason) {
      const before = joined || wanted();
      linked = asked = sticky = false;
      called = owed = null;
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

/** The server may have done what it was asked. */
function outcomeUnknown({ context }: HummerError): boolean {
  return context.type === 'request' && context.outcome === 'unknown';
}
