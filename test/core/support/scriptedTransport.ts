import { HummerErrorCode } from '../../../src/protocol/codes.js';
import { HummerError } from '../../../src/protocol/errors.js';
import type { ConnectionRequests } from '../../../src/protocol/connection.js';
import type { Transport, TransportSocket } from '../../../src/core/transport/Transport.js';

export type LoginData = ConnectionRequests['session:login']['data'];
export type LoginResult = ConnectionRequests['session:login']['result'];

/** A socket whose far end is the test. */
export interface ScriptedSocket extends TransportSocket {
  readonly requests: [event: string, data: unknown][];
  readonly closed: boolean;
  notify(event: string, data?: unknown): void;
  /** The link breaks: what is under way is lost. */
  drop(): void;
}

export interface ScriptedTransport extends Transport {
  readonly sockets: ScriptedSocket[];
  readonly last: ScriptedSocket;
  /** All logins that were asked for. */
  logins(): LoginData[];
  /** How the next connections begin; by default they open. */
  connect: () => Promise<void>;
  /** How a request is answered; by default with nothing. What it throws is the refusal. */
  answer(event: string, answer: (data: never) => unknown): void;
}

export const refusal = (code: number) => () => {
  throw new HummerError(code, `refused with ${code}`);
};
/** A connection that does not come about. */
export const unreachable = () =>
  Promise.reject(new HummerError(HummerErrorCode.CONNECTION_LOST, 'The server cannot be reached.'));
export const never = () => new Promise<never>(() => undefined);

export const loginResult = (change: Partial<LoginResult> = {}): LoginResult => ({
  sessionId: 'session',
  secret: 'secret',
  instanceId: 7,
  resumed: false,
  rooms: [],
  inbox: { epoch: 'i', seq: 0 },
  serverTime: 0,
  isAnonymous: true,
  grace: 20_000,
  requests: { burst: 100, perSecond: 50 },
  ...change,
});

export function scriptedTransport(serverTime: () => number = () => 0): ScriptedTransport {
  const answers = new Map<string, (data: never) => unknown>([
    ['session:login', () => loginResult({ serverTime: serverTime() })],
  ]);
  const sockets: ScriptedSocket[] = [];
  const transport: ScriptedTransport = {
    sockets,
    get last() {
      return sockets[sockets.length - 1] as ScriptedSocket;
    },
    logins: () =>
      sockets.flatMap(({ requests }) =>
        requests.filter(([event]) => event === 'session:login').map(([, data]) => data as LoginData),
      ),
    connect: () => Promise.resolve(),
    answer: (event, answer) => void answers.set(event, answer),
    socket() {
      const socket = makeSocket();
      sockets.push(socket);
      return socket;
    },
  };

  function makeSocket(): ScriptedSocket {
    let onEvent: (event: string, data: unknown) => void = () => undefined;
    let onDrop: (detail: string) => void = () => undefined;
    let connected = false;
    let closed = false;
    const lost = new Set<(error: HummerError) => void>();
    const requests: [string, unknown][] = [];
    const loseAll = (event: string): void => {
      const error = new HummerError(HummerErrorCode.CONNECTION_LOST, 'gone', {
        context: { type: 'request', event, outcome: 'unknown' },
      });
      for (const reject of lost) reject(error);
      lost.clear();
    };
    return {
      requests,
      get closed() {
        return closed;
      },
      get connected() {
        return connected;
      },
      async connect() {
        await transport.connect();
        if (closed) throw new HummerError(HummerErrorCode.CONNECTION_LOST, 'closed meanwhile');
        connected = true;
      },
      request(event, data) {
        requests.push([event, data]);
        return new Promise((resolve, reject) => {
          lost.add(reject);
          Promise.resolve()
            .then(() => answers.get(event)?.(data as never) ?? {})
            .then(resolve, reject);
        });
      },
      onEvent(handler) {
        onEvent = handler;
        return () => undefined;
      },
      onDrop(handler) {
        onDrop = handler;
        return () => undefined;
      },
      close() {
        closed = true;
        connected = false;
        loseAll('closed');
      },
      notify(event, data = {}) {
        if (!closed) onEvent(event, data);
      },
      drop() {
        connected = false;
        loseAll('dropped');
        onDrop('dropped');
      },
    };
  }
  return transport;
}
