import { DEFAULT_LIMITS, type Limits } from '../../../../src/protocol/limits.js';
import type { MediaRole, MediaTokenRequest } from '../../../../src/protocol/media.js';
import { HummerError } from '../../../../src/protocol/errors.js';
import { HummerErrorCode } from '../../../../src/protocol/codes.js';
import type { RtpCapabilities } from '../../../../src/protocol/rtp.js';
import {
  createMediaNamespace,
  type MediaNamespaceOptions,
} from '../../../../src/server/domain/media/mediaNamespace.js';
import { KeyedRates } from '../../../../src/server/domain/gateway/rates.js';
import { createPermissions, type Authorize } from '../../../../src/server/domain/permissions.js';
import { createPlainTokenSigner } from '../../../../src/server/domain/tokens/plainTokenSigner.js';
import { fakeMediaRouter } from '../../../../src/server/media/fakeMediaRouter.js';
import type { Link, LinkHandler } from '../../../../src/server/ports/Link.js';
import { silentLog } from '../../../../src/server/ports/Log.js';
import { memoryStore } from '../../../../src/server/store/memoryStore.js';
import { createControlledClock, macrotask } from '../../../../src/testing/backend/controlledClock.js';
import { audioParameters, clientDtls, videoParameters } from '../../../conformance/rtpFixtures.js';

export const settle = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await macrotask();
};

type Data = Record<string, unknown>;

/** The refusal of a request, thrown by `TestClient.request`. */
export class Refused extends Error {
  constructor(
    readonly errcode: number,
    readonly errmsg: string,
    readonly context?: unknown,
  ) {
    super(`${String(errcode)} ${errmsg}`);
  }
}

type Answer = 'accept' | 'refuse' | 'silent';

/** One socket on `/`: both what the client does and the server's `Link` to it. */
export class TestClient implements Link {
  static #made = 0;
  readonly id = `link-${String(++TestClient.#made)}`;
  readonly address = '127.0.0.1';
  /** Everything that came down, in order: notifications, requests, and 'answer: event' for acks. */
  readonly log: string[] = [];
  readonly events: { event: string; data: Data }[] = [];
  /** How server requests are answered. */
  answer: Answer = 'accept';
  /** Whether pings are answered. */
  answersPings = true;
  /** Whether it takes a while until the server hears that a link that it closed is closed. */
  closesLate = false;
  open = true;
  readonly #handler: LinkHandler;
  readonly #pending = new Set<(error: HummerError) => void>();
  readonly #held: (() => void)[] = [];

  constructor(
    accept: (link: Link) => LinkHandler,
    private readonly setTimer: (callback: () => void, ms: number) => () => void,
  ) {
    this.#handler = accept(this);
  }

  // The server's side.

  notify(event: string, data: unknown): void {
    if (!this.open) return;
    this.log.push(event);
    this.events.push({ event, data: structuredClone(data) as Data });
  }

  request(event: string, data: unknown, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.open) {
        reject(new HummerError(HummerErrorCode.CONNECTION_LOST, 'The client is gone.'));
        return;
      }
      this.log.push(event);
      this.events.push({ event, data: structuredClone(data) as Data });
      const cancel = this.setTimer(() => {
        fail(new HummerError(HummerErrorCode.TIMEOUT, 'No answer.'));
      }, timeoutMs);
      const fail = (error: HummerError): void => {
        cancel();
        this.#pending.delete(fail);
        reject(error);
      };
      this.#pending.add(fail);
      const respond = (): void => {
        if (!this.#pending.delete(fail)) return;
        cancel();
        if (this.answer === 'refuse') reject(new HummerError(403, 'I do not want it.'));
        else resolve({});
      };
      if (this.answer === 'silent') this.#held.push(respond);
      else queueMicrotask(respond);
    });
  }

  follow(): void {
    // `/` has no topics.
  }

  unfollow(): void {
    // `/` has no topics.
  }

  async alive(): Promise<boolean> {
    if (!this.answersPings) await settle();
    return this.open && this.answersPings;
  }

  close(): void {
    if (this.closesLate)
      void settle().then(() => {
        this.drop();
      });
    else this.drop();
  }

  // The client's side.

  /** The connection is lost. */
  drop(): void {
    if (!this.open) return;
    this.open = false;
    for (const fail of [...this.#pending])
      fail(new HummerError(HummerErrorCode.CONNECTION_LOST, 'The client is gone.'));
    this.#handler.closed();
  }

  /** Answers what was held back while `answer` was 'silent'. */
  respond(answer: 'accept' | 'refuse' = 'accept'): void {
    this.answer = answer;
    for (const respond of this.#held.splice(0)) respond();
  }

  /** Sends a request as the wire would carry it, and resolves with the raw answer. */
  raw(event: unknown, payload: unknown): Promise<[status: string, body: Data]> {
    return new Promise((resolve) => {
      const carried = payload === undefined ? undefined : (JSON.parse(JSON.stringify(payload)) as unknown);
      this.#handler.receive(event, carried, (status, body) => {
        this.log.push(`${String(event)} ${status}`);
        resolve([status, body as Data]);
      });
    });
  }

  async ask<T = Data>(event: string, data: unknown = {}): Promise<T> {
    const [status, body] = await this.raw(event, event === 'token' ? data : { data });
    if (status === 'error')
      throw new Refused(body['errcode'] as number, body['errmsg'] as string, body['context']);
    return (event === 'token' ? body : body['data']) as T;
  }

  of(event: string): Data[] {
    return this.events.filter((entry) => entry.event === event).map(({ data }) => data);
  }

  last(event: string): Data {
    const found = this.of(event).at(-1);
    if (!found) throw new Error(`No ${event} came. What came: ${this.log.join(', ')}`);
    return found;
  }

  forget(): void {
    this.log.length = 0;
    this.events.length = 0;
  }
}

export interface TestPeer {
  client: TestClient;
  id: string;
  resume: { sessionId: string; secret: string } | undefined;
  send: string;
  recv: string;
  /** The peers of its `join` answer. */
  others: { id: string }[];
}

export interface HouseOptions {
  limits?: Partial<Limits['media']>;
  authorize?: Authorize;
  options?: Partial<MediaNamespaceOptions>;
  open?: boolean;
}

export const APP_KEY = 'the key of app one';
export const NUVE_KEY = 'the nuve key of app one';

/** A media namespace over the fake router, with a clock that stands still. */
export function createHouse({ limits = {}, authorize, options = {}, open = false }: HouseOptions = {}) {
  const clock = createControlledClock(settle);
  const allLimits = { ...DEFAULT_LIMITS, media: { ...DEFAULT_LIMITS.media, ...limits } };
  const router = fakeMediaRouter({ clock });
  const store = memoryStore()({ clock, limits: allLimits, log: silentLog });
  const signer = createPlainTokenSigner({ clock, apps: ['1'] });
  const media = createMediaNamespace({
    router,
    clock,
    log: silentLog,
    limits: allLimits,
    rates: new KeyedRates(clock, { burst: 1_000, perSecond: 1_000 }),
    permissions: createPermissions({ clock, log: silentLog, authorize }),
    tokens: store.tokens,
    signer,
    apps: {
      open,
      key: (appid) => (appid === '1' ? APP_KEY : undefined),
      nuveKey: (appid) => (appid === '1' ? NUVE_KEY : undefined),
    },
    defaultRegion: 'cn',
    host: () => 'media.test:3000',
    ...options,
  });
  let ssrc = 1000;

  const house = {
    clock,
    router,
    media,
    store,
    connect: () =>
      new TestClient(
        (link) => media.accept(link),
        (callback, ms) => clock.setTimeout(callback, ms),
      ),

    async sessionToken(
      uid: string,
      { roomId = 'room', role = 0, sessionId = `session of ${uid}` }: SessionOptions = {},
    ) {
      const { token } = await media.issueSessionToken({
        appid: '1',
        uid,
        sessionId,
        region: 'cn',
        roomId,
        role,
      });
      return { session: token };
    },

    /** A socket with its token: of our own form for a uid, of seed 003 for `null`. */
    async enter(uid: string | null, options: SessionOptions = {}) {
      const { roomId = 'room', role = 0 } = options;
      const token: MediaTokenRequest['token'] =
        uid === null
          ? await media.issueMediaToken({ appid: 1, roomId, username: 'someone', role })
          : await house.sessionToken(uid, options);
      const client = house.connect();
      const answer = await client.ask<{ clientId: string; resume?: TestPeer['resume'] }>('token', {
        token,
        roomid: roomId,
        username: uid ?? 'someone',
      });
      return { client, id: answer.clientId, resume: answer.resume };
    },

    /** A peer with both transports that has joined, and takes media and data. */
    async join(uid: string | null, options: JoinOptions = {}): Promise<TestPeer> {
      const { client, id, resume } = await house.enter(uid, options);
      const caps = await client.ask<RtpCapabilities>('getRouterRtpCapabilities');
      const sctpCapabilities = { numStreams: { OS: 1024, MIS: 1024 } };
      const create = async (producing: boolean): Promise<string> => {
        const request = { forceTcp: false, producing, consuming: !producing, sctpCapabilities };
        const transport = await client.ask<{ id: string }>('createWebRtcTransport', request);
        return transport.id;
      };
      const send = options.role === 2 ? '' : await create(true);
      const recv = await create(false);
      const { peers: others } = await client.ask<{ peers: { id: string }[] }>('join', {
        displayName: uid ?? 'someone',
        device: { flag: 'chrome', name: 'Chrome', version: '156' },
        rtpCapabilities: caps,
        sctpCapabilities,
        ...options.join,
      });
      await settle();
      return { client, id, resume, send, recv, others };
    },

    async produce(
      { client, send }: TestPeer,
      kind: 'audio' | 'video' = 'audio',
      more: Data = {},
    ): Promise<string> {
      ssrc += 10;
      const rtpParameters = (kind === 'audio' ? audioParameters : videoParameters)({
        ssrc,
        mid: String(ssrc),
      });
      const { id } = await client.ask<{ id: string }>('produce', {
        transportId: send,
        kind,
        rtpParameters,
        appData: { source: kind === 'audio' ? 'microphone' : 'camera' },
        ...more,
      });
      await settle();
      return id;
    },

    connectTransport: (client: TestClient, transportId: string) =>
      client.ask('connectWebRtcTransport', { transportId, dtlsParameters: clientDtls }),

    produceData: ({ client, send }: TestPeer, label = 'chat') =>
      client.ask<{ id: string }>('produceData', {
        transportId: send,
        sctpStreamParameters: { streamId: 0, ordered: true },
        label,
        protocol: '',
        appData: { info: 'my-chat-DataProducer' },
      }),
  };
  return house;
}

interface SessionOptions {
  roomId?: string;
  role?: MediaRole;
  sessionId?: string;
}

interface JoinOptions extends SessionOptions {
  join?: Data;
}

export type House = ReturnType<typeof createHouse>;

/** The refusal's code of a request that must fail. */
export async function codeOf(request: Promise<unknown>): Promise<number> {
  try {
    await request;
  } catch (error) {
    if (error instanceof Refused) return error.errcode;
    throw error;
  }
  throw new Error('The request was not refused.');
}
