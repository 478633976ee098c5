import { CONNECTION_LOST, TIMEOUT, UNKNOWN } from '../../protocol/codes.js';
import { HummerError, type WireError } from '../../protocol/errors.js';
import type { Responder } from './Transport.js';

/** How a message is acknowledged on the wire. */
export type Ack = (status: 'success' | 'error', body: unknown) => void;

/** The envelope of PROTOCOL 1: `{data}` around everything but `token`. */
export function wrap(event: string, data: unknown): unknown {
  return event === 'token' ? data : { data };
}

export function unwrap(event: string, payload: unknown): unknown {
  return event === 'token' ? payload : (payload as { data?: unknown } | null | undefined)?.data;
}

/** The error of an answer `('error', {errmsg, errcode})`. */
export function refused(event: string, body: unknown): HummerError {
  const { errcode = UNKNOWN, errmsg = 'Refused.', context } = (body ?? {}) as Partial<WireError>;
  return new HummerError(errcode, errmsg, {
    context: context ?? { type: 'request', event, outcome: 'refused' },
  });
}

/** The link went, or was never there, while `event` waited for its answer. */
export function linkLost(event: string, outcome: 'unknown' | 'not-sent', cause?: unknown): HummerError {
  const context = { type: 'request', event, outcome } as const;
  return new HummerError(CONNECTION_LOST, `No connection for ${event}: try again when connected.`, {
    context,
    cause,
  });
}

/** Nobody answers at `url`, or not as a server of ours does. */
export function unreachable(url: string, cause: Error): HummerError {
  const why = `${url} cannot be reached (${cause.message})`;
  return new HummerError(CONNECTION_LOST, `${why}: is the network there, and a hummer-server at that url?`, {
    context: { type: 'request', event: 'connect', outcome: 'not-sent' },
    cause,
  });
}

export function timedOut(event: string, ms: number): HummerError {
  return new HummerError(TIMEOUT, `No answer to ${event} in ${ms} ms: try again.`, {
    context: { type: 'request', event, outcome: 'unknown' },
  });
}

/** How a request of the server is answered; undefined for a notification. */
export function responder(ack: Ack | undefined): Responder | undefined {
  return (
    ack &&
    ((answer) => {
      if (answer.ok) ack('success', { data: answer.data ?? {} });
      else ack('error', answer);
    })
  );
}
