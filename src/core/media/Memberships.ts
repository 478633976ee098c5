import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { Region } from '../../protocol/regions.js';
import type { HummerInternals, PublishOptions, RtcActions, RtcHold, RtcOptions } from '../internals.js';
import type { LocalCapture } from './LocalCapture.js';
import { RoomMedia, type RoomMediaEnvironment } from './RoomMedia.js';
import { writeToStore } from './storeWriter.js';
import type { TicketSource } from './tickets.js';

/** How long a membership, a capture or a publication outlives its last holder, so that a remount keeps it. */
export const RELEASE_DELAY = 200;

interface Membership {
  readonly room: RoomMedia;
  readonly actions: RtcActions;
  /** In the order of their calls. */
  readonly holders: Set<{ options: RtcOptions }>;
  /** Left, kicked or evicted: not joined again by itself. */
  ended: boolean;
  cancelRelease: () => void;
}

/**
 * The media memberships of one client, by room. Each is held by the callers that want it joined, and follows the login: it
 * joins when the session opens, and again after a logout and a login.
 */
export class Memberships {
  readonly #byRoom = new Map<string, Membership>();
  #open = false;
  #listening = false;

  constructor(
    private readonly internals: HummerInternals,
    private readonly env: RoomMediaEnvironment,
    private readonly captureOf: (streamId: string) => LocalCapture,
    private readonly onRoom: (room: RoomMedia) => void,
  ) {}

  acquire(roomKey: string, options: RtcOptions): RtcHold {
    this.#listen();
    const membership = this.#membership(roomKey);
    const holder = { options };
    const counts = options.autoJoin ?? true;
    if (counts) {
      membership.cancelRelease();
      membership.holders.add(holder);
      this.#configure(membership);
      if (!membership.ended) membership.room.prepare();
      this.#follow(membership);
    }
    let released = false;
    return {
      update: (next) => {
        holder.options = next;
        if (!released) this.#adjust(membership);
      },
      release: () => {
        if (released) return;
        released = true;
        if (membership.holders.delete(holder) && membership.holders.size === 0) this.#release(membership);
      },
    };
  }

  actions(roomKey: string): RtcActions {
    return this.#membership(roomKey).actions;
  }

  room(roomKey: string): RoomMedia {
    return this.#membership(roomKey).room;
  }

  /** The room in which a remote stream is, if it is. */
  roomOf(streamId: string): RoomMedia | null {
    for (const { room } of this.#byRoom.values()) if (room.roster.stream(streamId)) return room;
    return null;
  }

  #membership(roomKey: string): Membership {
    let membership = this.#byRoom.get(roomKey);
    if (!membership) {
      const room = new RoomMedia(roomKey, this.env, this.#tickets(roomKey));
      const { store } = this.internals;
      writeToStore(store, room, () => store.session.getState().login.uid);
      const made: Membership = {
        room,
        actions: this.#actions(() => made),
        holders: new Set(),
        ended: false,
        cancelRelease: () => undefined,
      };
      this.onRoom(room);
      room.on('banned', () => (made.ended = true));
      this.#byRoom.set(roomKey, (membership = made));
    }
    return membership;
  }

  #actions(membership: () => Membership): RtcActions {
    return {
      join: () => {
        const { room } = membership();
        this.#listen();
        if (!this.#open) return Promise.reject(notLoggedIn());
        membership().ended = false;
        this.#configure(membership());
        return room.join();
      },
      leave: () => {
        membership().ended = true;
        return membership().room.leave();
      },
      switchRole: (role) => membership().room.switchRole(role),
      publish: (streamId, options: PublishOptions = {}) => {
        const { publisher } = membership().room;
        publisher.publish(this.captureOf(streamId), options);
        return publisher.settled(streamId, this.env.requestTimeout);
      },
      unpublish: (streamId) => {
        membership().room.publisher.unpublish(streamId);
        return Promise.resolve();
      },
    };
  }

  /** The first call that needs the session begins to follow it; making the part touches nothing. */
  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    this.#open = this.internals.store.session.getState().login.status === 'logged-in';
    this.internals.onSession((event) => {
      if (event.type === 'opened') {
        this.#open = true;
        for (const membership of this.#byRoom.values()) {
          membership.room.retryNow();
          this.#follow(membership);
        }
      } else if (event.type === 'closed') {
        this.#open = false;
        const reason = event.reason === 'kicked' ? 'kicked' : 'logout';
        for (const { room } of this.#byRoom.values()) void room.leave(reason);
      }
    });
  }

  /** Joins if somebody holds it and nothing speaks against it. */
  #follow(membership: Membership): void {
    const { room, holders, ended } = membership;
    const { status, error } = room.state;
    if (!this.#open || ended || holders.size === 0 || status === 'joined' || status === 'reconnecting')
      return;
    if (status === 'failed' && error?.action !== 'retry') return;
    this.#configure(membership);
    room.join().catch(() => undefined); // the reason is in the store
  }

  #configure({ room, holders }: Membership): void {
    const { role = 'speaker', autoSubscribe = true, displayName } = agreed(holders);
    const { uid } = this.internals.store.session.getState().login;
    room.configure({ role, autoSubscribe, displayName: displayName ?? uid ?? '' });
  }

  /** What can change while joined; never by joining again. */
  #adjust(membership: Membership): void {
    const { room, holders } = membership;
    if (holders.size === 0) return;
    const { role = 'speaker', autoSubscribe = true, displayName } = agreed(holders);
    const log = (error: unknown): void =>
      this.internals.log.warn('A change of a media room was refused.', error);
    if (role !== room.state.role) room.switchRole(role).catch(log);
    if (displayName !== undefined) room.changeDisplayName(displayName).catch(log);
    room.setAutoSubscribe(autoSubscribe);
  }

  #release(membership: Membership): void {
    membership.cancelRelease();
    membership.cancelRelease = this.env.clock.setTimeout(() => {
      membership.ended = false;
      void membership.room.leave();
      this.internals.store.rtc.delete(membership.room.roomKey);
    }, RELEASE_DELAY);
  }

  #tickets(roomKey: string): TicketSource {
    const at = roomKey.indexOf(':');
    const region = roomKey.slice(0, at) as Region;
    const roomId = roomKey.slice(at + 1);
    const { internals } = this;
    return {
      get url() {
        return internals.options.url;
      },
      async get(role) {
        const { token, url } = await internals.request('media:token', { region, roomId, role });
        return { url: url ?? internals.options.url, token: { session: token } };
      },
    };
  }
}

/**
 * Of each option, what the first holder that names it says: a reader without options, mounted inside of the one that has
 * them, comes first in React's order of effects and must not decide.
 */
function agreed(holders: Iterable<{ readonly options: RtcOptions }>): RtcOptions {
  const options: RtcOptions = {};
  for (const holder of holders) {
    const { role, autoSubscribe, displayName } = holder.options;
    if (role !== undefined) options.role ??= role;
    if (autoSubscribe !== undefined) options.autoSubscribe ??= autoSubscribe;
    if (displayName !== undefined) options.displayName ??= displayName;
  }
  return options;
}

function notLoggedIn(): HummerError {
  return new HummerError(HummerErrorCode.NOT_LOGGED_IN, 'Log in before joining the media of a room.', {
    action: 'reauthenticate',
  });
}
