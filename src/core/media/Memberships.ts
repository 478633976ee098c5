import * as HummerErrorCode from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import { roomAddressOf } from '../../protocol/regions.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { HummerInternals, KeptRoom, RtcActions, RtcHold, RtcOptions } from '../internals.js';
import type { LocalCapture } from './LocalCapture.js';
import { Membership } from './Membership.js';
import { RoomMedia } from './RoomMedia.js';
import { toWireRole, type RoomMediaEnvironment } from './roomMediaTypes.js';
import { writeToStore } from './storeWriter.js';
import type { TicketSource } from './tickets.js';

interface Entry {
  readonly membership: Membership;
  /** How many keep the room without being in it. */
  keepers: number;
}

/**
 * The media memberships of one client, by room, following its login. A room that nobody is in, holds or keeps is let go: a phone has
 * a room for each call.
 */
export class Memberships {
  readonly #entries = new Map<string, Entry>();
  /** Of every room that was asked for: hooks have the same functions when a room comes back. */
  readonly #actions = new Map<string, RtcActions>();
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
    return this.#entry(roomKey).membership.hold(options);
  }

  actions(roomKey: string): RtcActions {
    let actions = this.#actions.get(roomKey);
    if (!actions)
      this.#actions.set(roomKey, (actions = this.#actionsOf(() => this.#entry(roomKey).membership)));
    return actions;
  }

  /** The room, for who observes or uses it by other means than these; it stays until it is released. */
  keep(roomKey: string): KeptRoom {
    const entry = this.#entry(roomKey);
    const { membership } = entry;
    let kept = true;
    entry.keepers++;
    return {
      room: membership.room,
      join: (options) => this.#join(membership, options),
      leave: () => membership.leave(),
      release: () => {
        if (!kept) return;
        kept = false;
        entry.keepers--;
        this.#letGo(roomKey, entry);
      },
    };
  }

  rooms(): RoomMedia[] {
    return [...this.#entries.values()].map(({ membership }) => membership.room);
  }

  /** The room in which a remote stream is, if it is. */
  roomOf(streamId: string): RoomMedia | null {
    for (const { membership } of this.#entries.values()) {
      if (membership.room.roster.stream(streamId)) return membership.room;
    }
    return null;
  }

  pageShown(shown: boolean): void {
    for (const { membership } of this.#entries.values()) membership.pageShown(shown);
  }

  async #join(membership: Membership, options?: RtcOptions): Promise<void> {
    this.#listen();
    if (!this.#open) {
      throw new HummerError(HummerErrorCode.NOT_LOGGED_IN, 'Log in before joining the media of a room.', {
        action: 'reauthenticate',
      });
    }
    await membership.join(options);
  }

  #entry(roomKey: string): Entry {
    let entry = this.#entries.get(roomKey);
    if (!entry) {
      const { store } = this.internals;
      const room = new RoomMedia(roomKey, this.env, this.#tickets(roomKey));
      writeToStore(store, room, () => store.session.getState().login.uid);
      this.onRoom(room);
      this.#signAgain(room, roomKey);
      const defaults = (): { displayName: string } => ({
        displayName: store.session.getState().login.uid ?? '',
      });
      const made: Entry = {
        membership: new Membership(room, this.env.clock, defaults, () => {
          store.rtc.delete(roomKey);
          this.#letGo(roomKey, made);
        }),
        keepers: 0,
      };
      if (this.#open) made.membership.opened();
      this.#entries.set(roomKey, (entry = made));
    }
    return entry;
  }

  /** Once nobody needs the room, and the server has heard that it was left: who joins it again must come after that. */
  #letGo(roomKey: string, entry: Entry): void {
    const { membership } = entry;
    void membership.room.gone().then(() => {
      if (entry.keepers > 0 || !membership.idle || this.#entries.get(roomKey) !== entry) return;
      this.#entries.delete(roomKey);
      this.internals.store.rtc.delete(roomKey);
    });
  }

  /** A signature that is at its end is renewed, if the app signs. */
  #signAgain(room: RoomMedia, roomKey: string): void {
    const { options, log } = this.internals;
    const { signatureProvider } = options;
    if (!signatureProvider) return;
    room.on('signature', ({ code }) => {
      if (code !== RtcErrorCode.SIGNATURE_EXPIRED) return;
      const renew = async (): Promise<void> => {
        const role = toWireRole(room.state.role);
        const { roomId } = roomAddressOf(roomKey);
        const { signature, ctime } = await signatureProvider({ roomId, uid: this.internals.uid(), role });
        await room.participation.renewSignature({ signature, ctime: Number(ctime) });
      };
      renew().catch((error: unknown) => {
        log.warn('The signature of a media room could not be renewed.', error);
      });
    });
  }

  #actionsOf(membership: () => Membership): RtcActions {
    return {
      join: () => this.#join(membership()),
      leave: () => membership().leave(),
      switchRole: (role) => membership().room.participation.switchRole(role),
      publish: (streamId, options = {}) =>
        membership().room.publisher.publishWithin(this.env.requestTimeout, this.captureOf(streamId), options),
      unpublish: async (streamId) => {
        membership().room.publisher.unpublish(streamId);
        await Promise.resolve();
      },
    };
  }

  /** The first call that needs the session begins to follow it; making the part touches nothing. */
  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    const { store } = this.internals;
    const { login } = store.session.getState();
    if (login.status === 'logged-in') this.#opened();
    this.internals.onSession((event) => {
      if (event.type === 'opened') this.#opened();
      else if (event.type === 'closed') {
        this.#open = false;
        const reason = event.reason === 'kicked' ? 'kicked' : 'logout';
        for (const { membership } of this.#entries.values()) membership.closed(reason);
      }
    });
  }

  #opened(): void {
    this.#open = true;
    for (const { membership } of this.#entries.values()) membership.opened();
  }

  /** The server takes a speaker in one room only (SETTLED 20): who goes on to this one has left the others by then. */
  #tickets(roomKey: string): TicketSource {
    const source = this.#source(roomKey);
    return {
      get url() {
        return source.url;
      },
      get: async (role) => {
        const others = [...this.#entries].filter(([key]) => key !== roomKey);
        await Promise.all(others.map(([, { membership }]) => membership.giveWay()));
        return source.get(role);
      },
    };
  }

  #source(roomKey: string): TicketSource {
    const { region, roomId } = roomAddressOf(roomKey);
    const { internals } = this;
    const { appid, url: own, signatureProvider } = internals.options;
    if (signatureProvider) {
      return {
        url: own,
        get: async (role) => {
          const userId = internals.uid();
          const { signature, ctime } = await signatureProvider({ roomId, uid: userId, role });
          const token = { appId: String(appid), userId, signature, ctime: Number(ctime), role };
          return { url: own, token, roomid: roomId, username: userId };
        },
      };
    }
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
