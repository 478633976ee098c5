import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError, type WireError } from '../../protocol/errors.js';

/** The envelope of PROTOCOL 1: `{data}` around everything but `token`. */
export function wrap(event: string, data: unknown): unknown {
  return event === 'token' ? data : { data };
}

export function unwrap(event: string, payload: unknown): unknown {
  return event === 'token' ? payload : (payload as { data?: unknown } | null | undefined)?.data;
}

/** The error of an answer `('error', {errmsg, errcode})`. */
export function refused(event: string, body: Partial<WireError> | null | undefined): HummerError {
  const { errcode = HummerErrorCode.UNKNOWN, errmsg, context } = body ?? {};
  return new HummerError(errcode, errmsg ?? `The server refused ${event}.`, {
    context: context ?? { type: 'request', event, outcome: 'refused' },
  });
}

/** The link went, or was never there, while `event` waited for its answer. */
export function linkLost(event: string, sent: boolean, cause?: unknown): HummerError {
  return new HummerError(
    HummerErrorCode.CONNECTION_LOST,
    `No connection for ${event}: try again when connected.`,
    {
      context: { type: 'request', event, outcome: sent ? 'unknown' : 'not-sent' },
      cause,
    },
  );
}

export function timedOut(event: string, ms: number): HummerError {
  return new HummerError(HummerErrorCode.TIMEOUT, `No answer to ${event} within ${ms} ms: try again.`, {
    context: { type: 'request', event, outcome: 'unknown' },
  });
}

type Answer = (status: 'success' | 'error', body: unknown) => void;

/** How a request of the server is answered through the acknowledgement of the wire. */
export function responder(
  ack: Answer,
): (answer: { ok: true; data?: unknown } | { ok: false; errcode: number; errmsg: string }) => void {
  return (answer) => {
    if (answer.ok) ack('success', { data: answer.data ?? {} });
    else ack('error', { errmsg: answer.errmsg, errcode: answer.errcode });
  };
}
