import type { HummerNotifications, HummerRequests } from '../../../src/protocol/hummer.js';
import type { WireError } from '../../../src/protocol/errors.js';
import type { Limits } from '../../../src/protocol/limits.js';
import type { InboxPush } from '../../../src/protocol/peers.js';
import type { RoomPush } from '../../../src/protocol/rooms.js';
import {
  createBackend,
  type Backend,
  type BackendOptions,
} from '../../../src/server/domain/createBackend.js';
import { createPlainTokenSigner } from '../../../src/server/domain/tokens/plainTokenSigner.js';
import type { Bus } from '../../../src/server/ports/Bus.js';
import type { Link, LinkHandler } from '../../../src/server/ports/Link.js';
import { silentLog } from '../../../src/server/ports/Log.js';
import type { Store } from '../../../src/server/ports/Store.js';
import type { TokenClaims, TokenSigner } from '../../../src/server/ports/TokenSigner.js';
import { mergeLimits, type DeepPartial } from '../../../src/server/limits.js';
import { memoryStore } from '../../../src/server/store/memoryStore.js';
import { createFakeClock, type FakeClock } from '../../support/fakeClock.js';

type Requests = HummerRequests;
type Notifications = HummerNotifications;

/** What came down one link. */
export interface Received {
  event: string;
  data: unknown;
}

const copy = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** A client of `/hummer` that speaks the wire and nothing else. */
export class TestClient {
  readonly received: Received[] = [];
  readonly topics = new Set<string>();
  /** What a heartbeat out of turn finds. */
  answers = true;
  closedByServer = false;
  readonly #handler: LinkHandler;
  readonly #house: TestServer;
  #open = true;

  constructor(house: TestServer, id: string) {
    this.#house = house;
    const link: Link = {
      id,
      address: '127.0.0.1',
      notify: (event, data) => {
        this.deliver(event, data);
      },
      request: () => Promise.reject(new Error('Not on /hummer.')),
      follow: (topic) => {
        if (this.#open) this.topics.add(topic);
      },
      unfollow: (topic) => {
        this.topics.delete(topic);
      },
      alive: (timeoutMs) => this.isAlive(timeoutMs),
      close: () => {
        this.closedByServer = true;
        this.drop();
      },
    };
    this.#handler = house.backend.namespaces['/hummer'].accept(link);
  }

  /** What the server finds when it asks. */
  isAlive(_timeoutMs: number): Promise<boolean> {
    return Promise.resolve(this.#open && this.answers);
  }

  deliver(event: string, data: unknown): void {
    if (this.#open) this.received.push({ event, data: copy(data) });
  }

  /** Sends any event with any payload; resolves with the two arguments of the answer. */
  emit(event: unknown, payload: unknown): Promise<['success' | 'error', unknown]> {
    return new Promise((resolve) => {
      this.#handler.receive(event, copy(payload), (status, body) => {
        resolve([status, copy(body)]);
      });
    });
  }

  /** Sends without asking for an answer. */
  shout(event: unknown, payload: unknown): void {
    this.#handler.receive(event, copy(payload), undefined);
  }

  /** A request; rejects with the body of the error. */
  async request<E extends keyof Requests>(
    event: E,
    data: Partial<Requests[E]['data']> | Record<string, unknown>,
  ): Promise<Requests[E]['result']> {
    const [status, body] = await this.emit(event, { data });
    if (status === 'success') return (body as { data: Requests[E]['result'] }).data;
    throw Object.assign(new Error((body as WireError).errmsg), { wire: body as WireError });
  }

  /** The code with which a request is refused; 0 if it is not. */
  async refusal(event: keyof Requests, data: Record<string, unknown>): Promise<number> {
    const [status, body] = await this.emit(event, { data });
    return status === 'success' ? 0 : (body as WireError).errcode;
  }

  login(uid: string, data: Partial<Requests['session:login']['data']> = {}) {
    return this.request('session:login', { appid: 1, uid, instance: `client of ${uid}`, ...data });
  }

  join(roomId = 'r', data: Partial<Requests['room:join']['data']> = {}) {
    return this.request('room:join', { region: 'cn', roomId, ...data });
  }

  say(content: string, data: Record<string, unknown> = {}) {
    return this.request('room:publish', {
      roomId: 'r',
      clientMsgId: crypto.randomUUID(),
      type: 't',
      content,
      ...data,
    });
  }

  /** All pushes of rooms, in order of arrival. */
  get pushes(): RoomPush[] {
    return this.notified('room:pushed').flatMap(({ pushes }) => pushes);
  }

  get inbox(): InboxPush[] {
    return this.notified('inbox:pushed').flatMap(({ pushes }) => pushes);
  }

  notified<E extends keyof Notifications>(event: E): Notifications[E][] {
    return this.received.filter((item) => item.event === event).map(({ data }) => data as Notifications[E]);
  }

  /** The connection breaks. */
  drop(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#house.forget(this);
    this.topics.clear();
    this.#handler.closed();
  }
}

export interface TestServerOptions extends Partial<
  Pick<BackendOptions, 'authorize' | 'kickOnRemoteLogin' | 'defaultRegion' | 'push' | 'mediaRouter'>
> {
  limits?: DeepPartial<Limits>;
  /** Takes over the clock and the store of a server that has stopped. */
  over?: TestServer;
  /** Lays something over the store. */
  withStore?: (store: Store) => Store;
  /** With keys, for these appids; default: open. */
  apps?: string[];
}

/** The pure backend on a fake clock, a memory store and links that are plain objects. */
export class TestServer {
  readonly clock: FakeClock;
  readonly limits: Limits;
  readonly store: Store;
  readonly signer: TokenSigner;
  readonly backend: Backend;
  readonly #clients = new Set<TestClient>();
  /** Frames that the bus was given, however many links followed. */
  readonly published: { topic: string; event: string }[] = [];

  constructor({ limits = {}, apps, over, withStore = (store) => store, ...options }: TestServerOptions = {}) {
    this.limits = mergeLimits(limits);
    const clock = over?.clock ?? createFakeClock();
    this.clock = clock;
    // The memory store is made at once; other adapters may take their time.
    this.store = over?.store ?? memoryStore()({ clock, limits: this.limits, log: silentLog });
    this.signer = createPlainTokenSigner({ clock, apps: apps ?? 'open' });
    const bus: Bus = {
      publish: (topic, event, data) => {
        this.published.push({ topic, event });
        for (const client of this.#clients) if (client.topics.has(topic)) client.deliver(event, data);
      },
    };
    this.backend = createBackend({
      ...options,
      // It may outlive this backend.
      store: { ...withStore(this.store), close: () => Promise.resolve() },
      bus,
      clock,
      signer: this.signer,
      apps: { open: !apps, key: () => undefined, nuveKey: () => undefined },
      limits: this.limits,
    });
  }

  connect(): TestClient {
    const client = new TestClient(this, `link-${String(this.#clients.size)}-${crypto.randomUUID()}`);
    this.#clients.add(client);
    return client;
  }

  /** A client that is logged in, and in room `r` unless told otherwise. */
  async enter(uid: string, { room = 'r' }: { room?: string | null } = {}): Promise<TestClient> {
    const client = this.connect();
    await client.login(uid);
    if (room !== null) await client.join(room);
    return client;
  }

  forget(client: TestClient): void {
    this.#clients.delete(client);
  }

  token(uid: string, claims: Partial<TokenClaims> = {}): Promise<string> {
    const iat = Math.floor(this.clock.now() / 1000);
    return this.signer.sign('hummer-login', {
      appid: '1',
      sub: uid,
      iat,
      exp: iat + 3600,
      jti: crypto.randomUUID(),
      ...claims,
    });
  }

  /** Lets everything happen that needs no time. */
  settle(): Promise<void> {
    return this.clock.tick(0);
  }
}
