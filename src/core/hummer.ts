import * as HummerErrorCode from '../protocol/codes.js';
import { HummerError, inputError } from '../protocol/errors.js';
import type { Region } from '../protocol/regions.js';
import type { SessionState } from '../store/state.js';
import { checkListener, checkRegion, checkString, checkUid, given, type EventNames } from './check.js';
import { checkOptions } from './checkOptions.js';
import { createClient, type Client, type HummerPorts } from './client.js';
import type { HummerEvents, HummerOptions, InstanceInfo, ReadonlyStore } from './hummerTypes.js';
import { registerInternals } from './internals.js';
import type { Rtc } from './media/Rtc.js';
import { partOf } from './parts.js';
import { done, type Done } from './results.js';
import type { RoomService } from './RoomService.js';
import type { Signaling } from './signaling/Signaling.js';
import { takeSnapshot, type HummerSnapshot } from './snapshot.js';

/** Text and its bytes, as seed 000's message contents need them. @public */
export interface Utify {
  readonly encodeStringToUtf8Bytes: (text: string) => Uint8Array;
  readonly decodeUtf8BytesToString: (bytes: Uint8Array) => string;
}

const EVENTS: EventNames<HummerEvents> = { ConnectionStateChange: 1, TokenExpired: 1, TokenWillExpire: 1 };

/**
 * A client of a hummer-server: one user, one connection, many rooms.
 *
 * @example
 * ```ts
 * const hummer = Hummer.createHummer({ appid: 1, url: 'http://localhost:8080' });
 * hummer.on('ConnectionStateChange', ({ state, reason }) => console.log(state, reason));
 * await hummer.login({ uid: 'ada' });
 * ```
 * Source: seed 000.
 * @public
 */
export class Hummer {
  static readonly Utify: Utify = {
    encodeStringToUtf8Bytes: (text) => new TextEncoder().encode(text),
    decodeUtf8BytesToString: (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
  };

  /** Makes a client, which does nothing until {@link Hummer.login}. Throws 2001 on an unusable option. Source: seed 000. */
  static createHummer(options: HummerOptions): Hummer {
    return new Hummer(options);
  }

  /** The session's state, to read and to subscribe to. */
  readonly store: ReadonlyStore<SessionState>;
  readonly #client: Client;
  readonly #region: Region | undefined;
  #destroyed = false;

  /** @internal Use {@link Hummer.createHummer}; tests pass `ports`. */
  constructor(options: HummerOptions, ports?: Partial<HummerPorts>) {
    checkOptions(given('createHummer', options));
    this.#region = options.region;
    this.#client = createClient(options, ports);
    const { getState, getInitialState, subscribe } = this.#client.store.session;
    this.store = Object.freeze({ getState, getInitialState, subscribe });
    registerInternals(this, this.#client);
  }

  get connection(): SessionState['connection'] {
    return this.store.getState().connection;
  }

  /**
   * Logs a user in; one login per client. Without `token` the `tokenProvider` is asked, or the server allows open apps.
   * After a reload the tab goes on with its session and with what it has read: who joins a room again gets what was
   * missed. A page that goes leaves its rooms; those that it could not leave, because it crashed, are as they were for
   * whoever joins them within the grace (20 s), attributes too, and are left then.
   * Rejects with 1005 (no answer in time), 1007 (no connection), 1008 (logged in already, or about to be), 2001, 2002,
   * 2003, 2018. Source: seed 000.
   */
  async login(input: { uid: string; token?: string; region?: Region }): Promise<Done> {
    const { uid, token, region = this.#region } = given('login', input);
    checkUid(uid);
    if (token !== undefined) checkString('token', token);
    if (region !== undefined) checkRegion(region);
    if (!this.#client.options.url)
      throw inputError('url', 'url must name a hummer-server: there is no page to take it from');
    if (this.#destroyed)
      throw new HummerError(HummerErrorCode.NOT_LOGGED_IN, 'This client was destroyed: make another.');
    await this.#client.connection.login(uid, token, region);
    return done();
  }

  /** Logs out: leaves all rooms, and is done at once here whether or not the server can be told. Source: seed 000. */
  async logout(): Promise<Done> {
    await this.#client.connection.logout();
    return done();
  }

  /**
   * Hands in a fresh token, over the open link or for the reconnect that waits for it. Rejects with 1001, 2002 or 2003.
   * Source: seed 000.
   */
  async refreshToken(input: { token: string }): Promise<Done> {
    const { token } = given('refreshToken', input);
    checkString('token', token);
    await this.#client.connection.refreshToken(token);
    return done();
  }

  /** Changes the user's business region. Rejects with 1001 or 2001. Source: seed 000. */
  async setUserRegion(input: { region: Region }): Promise<Done> {
    const { region } = given('setUserRegion', input);
    checkRegion(region);
    await this.#client.connection.setRegion(region);
    return done();
  }

  /** Who is logged in, for debugging. Rejects with 1001 before the login. Source: seed 000. */
  async getInstanceInfo(): Promise<InstanceInfo> {
    const { appid, connection } = this.#client;
    const { instanceId, isAnonymous } = connection.info();
    return Promise.resolve({ appid, uid: connection.uid(), instanceId, isAnonymous });
  }

  /** The room service of this client: one object for life. Source: seed 000. */
  createInstance(): RoomService {
    return partOf(this.#client, 'service', 'RoomService') as RoomService;
  }

  /**
   * Listens; the returned function stops. A handler runs after the state it tells of is applied. Throws 2001 for an event that
   * there is not. Source: seed 000.
   */
  on<E extends keyof HummerEvents>(event: E, handler: (payload: HummerEvents[E]) => void): () => void {
    checkListener(EVENTS, event, handler);
    return this.#client.events.on(event, handler);
  }

  off<E extends keyof HummerEvents>(event: E, handler: (payload: HummerEvents[E]) => void): void {
    this.#client.events.off(event, handler);
  }

  /** Audio and video, as seed 002 has them. Throws, naming the import, if the part is not loaded. */
  get rtc(): Rtc {
    return partOf(this.#client, 'rtc', 'hummer.rtc') as Rtc;
  }

  /** Invitations, as seed 001 has them. Throws, naming the import, if the part is not loaded. */
  get signaling(): Signaling {
    return partOf(this.#client, 'signaling', 'hummer.signaling') as Signaling;
  }

  /** Conversations, as seed 004 has them. Throws, naming the import, if the part is not loaded. */
  get chat(): unknown {
    return partOf(this.#client, 'chat', 'hummer.chat');
  }

  /** All that this client knows, as plain JSON. */
  inspect(): HummerSnapshot {
    return takeSnapshot(this.#client.store, this.#client.seen);
  }

  /** Logs out for good. */
  async destroy(): Promise<void> {
    this.#destroyed = true;
    await this.#client.connection.logout();
  }
}
