import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError, inputError, type WireError } from '../../../protocol/errors.js';
import type { Limits } from '../../../protocol/limits.js';
import type { Decoder } from '../../../protocol/schemas/decode.js';
import type { Clock } from '../../ports/Clock.js';
import type { Link, LinkHandler, Reply } from '../../ports/Link.js';
import type { Log } from '../../ports/Log.js';
import { exceedsSize } from './payloadSize.js';
import { BreachCounter, TokenBucket, type KeyedRates } from './rates.js';

/** What a handler knows of the request beside its data. */
export interface RequestContext {
  readonly event: string;
  /** Runs right after the answer, if it is a success: for what must not overtake it. */
  afterReply(callback: () => void): void;
}

/** How one event is decoded and answered. */
export interface RequestSpec<TData = unknown, TResult = unknown> {
  readonly decode: Decoder<TData>;
  handle(data: TData, context: RequestContext): TResult | Promise<TResult>;
  /** Allowed before the connection is ready (`session:login`, `token`). */
  readonly open?: boolean;
  /** Runs beside other requests of the link. By default they run one after another, in the order they came. */
  readonly concurrent?: boolean;
  /** Neither the request nor the answer is wrapped in `data` (`token`, PROTOCOL 1). */
  readonly bare?: boolean;
  /** Codes of this event where they are not those of the namespace. */
  readonly codes?: Partial<Pick<GatewayCodes, 'invalid' | 'tooLarge'>>;
}

/** One spec for each request of a map, typed by the protocol. */
export type RequestSpecs<TRequests> = {
  readonly [E in keyof TRequests]: TRequests[E] extends { data: infer TData; result: infer TResult }
    ? RequestSpec<TData, TResult>
    : never;
};

/** Codes of a namespace for what the gateway itself refuses. */
export interface GatewayCodes {
  invalid: number;
  tooLarge: number;
  tooFrequent: number;
  /** The handler threw something that is no `HummerError`. */
  internal: number;
}

export const HUMMER_GATEWAY_CODES: GatewayCodes = {
  invalid: HummerErrorCode.INVALID_PARAMETER,
  tooLarge: HummerErrorCode.MESSAGE_TOO_LARGE,
  tooFrequent: HummerErrorCode.TOO_FREQUENT,
  internal: HummerErrorCode.SERVER,
};

/** Told of every answer: the event (`unknown` for one that is not of the protocol) and the errcode, 0 for a success. */
export type RequestObserver = (event: string, errcode: number) => void;

export interface LinkHandlerOptions {
  link: Link;
  clock: Clock;
  log: Log;
  limits: Pick<Limits, 'requests' | 'frameBytes' | 'breaches' | 'connections'>;
  codes: GatewayCodes;
  requests: Readonly<Record<string, RequestSpec>>;
  /** Throws the `HummerError` that tells the client what to do first ('token first', 'log in first'). */
  requireReady(event: string): void;
  /** Rates of all links of one user, and the key of this link's user once it is known. */
  rates: KeyedRates;
  rateKey(): string | null;
  /** When answers go out: after this tick's pushes (`outbox.settle`). Default: at once. */
  settle?: (callback: () => void) => void;
  observe?: RequestObserver | undefined;
  /** The link is gone and its running requests have settled; those still waiting were dropped. */
  closed(): void;
}

/**
 * The one way from a raw event to a domain call, for both namespaces and every transport: acknowledgement, rate,
 * size, envelope, schema, readiness, order; then the handler, then the answer. It never throws, whatever comes in.
 */
export function createLinkHandler(options: LinkHandlerOptions): LinkHandler {
  const { link, clock, log, limits, codes } = options;
  const requests = new Map(Object.entries(options.requests));
  const bucket = new TokenBucket(clock, limits.requests);
  const breaches = new BreachCounter(clock, limits.breaches);
  const settle =
    options.settle ??
    ((callback: () => void) => {
      callback();
    });
  const running = new Set<Promise<void>>();
  let turn: Promise<void> = Promise.resolve();
  let waiting = 0;
  let open = true;
  const stopWaiting = clock.setTimeout(() => {
    log.info({ link: link.id, address: link.address }, 'Closed a connection that said nothing.');
    link.close();
  }, limits.connections.silent);

  function breach(): void {
    if (!open || !breaches.add()) return;
    open = false;
    log.warn({ link: link.id, address: link.address }, 'Closed a connection that kept breaking limits.');
    link.close();
  }

  function withinRate(): boolean {
    const key = options.rateKey();
    return bucket.take() && (key === null || options.rates.take(key)) && waiting < limits.requests.burst * 2;
  }

  function specOf(event: unknown): RequestSpec | undefined {
    return typeof event === 'string' ? requests.get(event) : undefined;
  }

  /** The event for the observer: only names of the protocol, so that nobody makes up a million. */
  function nameOf(event: unknown): string {
    return typeof event === 'string' && requests.has(event) ? event : 'unknown';
  }

  /** Throws if the event must not be handled. */
  function admit(event: unknown, payload: unknown): { event: string; spec: RequestSpec; data: unknown } {
    const spec = specOf(event);
    if (exceedsSize(payload, limits.frameBytes)) {
      throw new HummerError(
        spec?.codes?.tooLarge ?? codes.tooLarge,
        `The payload is larger than ${limits.frameBytes} bytes: send less at once.`,
      );
    }
    if (typeof event !== 'string' || !spec)
      throw inputError('event', `Unknown event ${quoted(event)}: see PROTOCOL.`);
    return { event, spec, data: spec.decode(spec.bare ? payload : unwrap(payload)) };
  }

  async function run(event: string, spec: RequestSpec, data: unknown, reply: Reply): Promise<void> {
    if (!open) return;
    const after: (() => void)[] = [];
    try {
      if (!spec.open) options.requireReady(event);
      const context: RequestContext = { event, afterReply: (callback) => after.push(callback) };
      const result = (await spec.handle(data, context)) ?? {};
      settle(() => {
        options.observe?.(event, 0);
        reply('success', spec.bare ? result : { data: result });
        for (const callback of after) guard(event, callback);
      });
    } catch (error) {
      const body = toWire(error, event, spec);
      settle(() => {
        refuse(event, body, reply);
      });
    }
  }

  function refuse(event: string, body: WireError, reply: Reply): void {
    options.observe?.(event, body.errcode);
    reply('error', body);
  }

  function guard(event: string, callback: () => void): void {
    try {
      callback();
    } catch (error) {
      log.error({ error, event }, 'What should follow an answer failed.');
    }
  }

  function toWire(error: unknown, event: string, spec: RequestSpec | undefined): WireError {
    if (error instanceof HummerError) {
      const invalid = spec?.codes?.invalid ?? codes.invalid;
      const errcode = error.code === HummerErrorCode.INVALID_PARAMETER ? invalid : error.code;
      const errmsg = error.message || 'The request was refused without a reason.';
      const silent = error.context.type === 'connection' && error.context.detail === undefined;
      return silent ? { errmsg, errcode } : { errmsg, errcode, context: error.context };
    }
    log.error({ error, event, link: link.id }, 'A request failed.');
    return { errmsg: `The server failed to handle ${quoted(event)}: try again.`, errcode: codes.internal };
  }

  return {
    receive(rawEvent, payload, reply) {
      if (!open) return;
      stopWaiting();
      if (!withinRate()) {
        const errmsg = 'Too many requests: slow down and try again.';
        if (reply) refuse(nameOf(rawEvent), { errmsg, errcode: codes.tooFrequent }, reply);
        breach();
        return;
      }
      if (!reply) return;
      let admitted;
      try {
        admitted = admit(rawEvent, payload);
      } catch (error) {
        refuse(nameOf(rawEvent), toWire(error, quoted(rawEvent), specOf(rawEvent)), reply);
        if (error instanceof HummerError && error.code !== HummerErrorCode.INVALID_PARAMETER) breach();
        return;
      }
      const { event, spec, data } = admitted;
      waiting++;
      const work = spec.concurrent
        ? run(event, spec, data, reply)
        : (turn = turn.then(() => run(event, spec, data, reply)));
      running.add(work);
      void work.finally(() => {
        waiting--;
        running.delete(work);
      });
    },
    closed() {
      open = false;
      stopWaiting();
      void Promise.all(running).then(() => {
        guard('closed', () => {
          options.closed();
        });
      });
    },
  };
}

/** `{data}` → data. An absent or empty payload means empty data. */
function unwrap(payload: unknown): unknown {
  if (payload === undefined || payload === null) return {};
  if (typeof payload !== 'object' || Array.isArray(payload)) throw inputError('data', ENVELOPE_HINT, payload);
  if ('data' in payload && Object.hasOwn(payload, 'data')) return payload.data ?? {};
  if (Object.keys(payload).length === 0) return {};
  throw inputError('data', ENVELOPE_HINT, payload);
}

const ENVELOPE_HINT = 'Wrap the payload: emit(event, {data: {…}}, ack).';

function quoted(event: unknown): string {
  return typeof event === 'string' ? JSON.stringify(event.slice(0, 64)) : typeof event;
}
