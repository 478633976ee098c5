import * as HummerErrorCode from '../../protocol/codes.js';
import { MediaWireCode } from '../../protocol/codes.js';
import { HummerError, type HummerErrorAction, type HummerErrorOptions } from '../../protocol/errors.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import type { MediaKind } from '../../protocol/rtp.js';

/**
 * An error of the media part: `code` is one of {@link RtcErrorCode}.
 *
 * @example
 * ```ts
 * if (error instanceof RtcError && error.code === RtcErrorCode.CAPTURE_PERMISSION_DENIED) showHowToAllowTheCamera();
 * ```
 * Source: seed 002, 3.5.8; SETTLED 16.
 * @public
 */
export class RtcError extends HummerError {
  override readonly name: string = 'RtcError';

  constructor(code: number, message: string, options: HummerErrorOptions = {}) {
    super(code, message, { context: { type: 'media' }, action: actionFor(code), ...options });
  }
}

/** What became of one medium of a stream's `initialize()`. @public */
export interface MediaCaptureResult {
  type: MediaKind;
  track?: MediaStreamTrack;
  error?: RtcError;
}

/**
 * The result of `initialize()`, per medium. Its own code is 0 if every medium was captured, else that of the first error.
 *
 * @example
 * ```ts
 * const result = await stream.initialize();
 * if (result.getMediaCaptureResultByType('video')?.error) showThatOnlySoundIsSent();
 * ```
 * Source: seed 002, `initialize`; SETTLED 22.
 * @public
 */
export class StreamInitializeResult extends RtcError {
  override readonly name: string = 'StreamInitializeResult';
  readonly #results: readonly MediaCaptureResult[];

  constructor(results: readonly MediaCaptureResult[]) {
    const failed = results.find((result) => result.error)?.error;
    super(failed?.code ?? RtcErrorCode.SUCCESS, failed?.message ?? 'Every requested medium was captured.');
    this.#results = results;
  }

  /** One entry for each medium that was asked for: its track, or why there is none. */
  getMediaCaptureResult(): MediaCaptureResult[] {
    return [...this.#results];
  }

  /** The entry of one medium; undefined if it was not asked for. */
  getMediaCaptureResultByType(type: MediaKind): MediaCaptureResult | undefined {
    return this.#results.find((result) => result.type === type);
  }
}

function actionFor(code: number): HummerErrorAction {
  switch (code) {
    case RtcErrorCode.WAIT_RSP_TIMEOUT:
    case RtcErrorCode.WEBSOCKET_NOT_CONNECTED:
    case RtcErrorCode.WEBSOCKET_CONNECT_TIMEOUT:
    case RtcErrorCode.WEBSOCKET_CONNECT_ERROR:
    case RtcErrorCode.WEBSOCKET_RECONNECT_TIMEOUT:
    case RtcErrorCode.CAPTURE_DEVICE_NOT_READABLE:
    case RtcErrorCode.REQUEST_FREQUENTLY:
    case RtcErrorCode.INTERNAL_EXCEPTION:
    case RtcErrorCode.INTERNAL_ERROR:
    case RtcErrorCode.NO_SFU_RESOURCE:
    case RtcErrorCode.SERVER_TRY_AGAIN:
    case RtcErrorCode.SERVER_TRY_LATER:
    case RtcErrorCode.SERVER_NO_SFU_RESOURCES:
      return 'retry';
    case RtcErrorCode.SIGNATURE_EXPIRED:
    case RtcErrorCode.SIGNATURE_INVALID:
    case RtcErrorCode.SERVER_AUTHENTICATION_FAILED:
      return 'reauthenticate';
    case RtcErrorCode.CAPTURE_PERMISSION_DENIED:
    case RtcErrorCode.BROWSER_NOT_SUPPORTED:
    case RtcErrorCode.KICKED_USER:
    case RtcErrorCode.ROOM_IDLE:
    case RtcErrorCode.ROLE_NO_PERMISSION:
    case RtcErrorCode.OVERLOAD_ROOM_CAPACITY:
      return 'give-up';
    default:
      return 'fix-input';
  }
}

/** `errcode`s of the media wire, and of a request that got no answer, in the words of seed 002. */
const WIRE_CODES: Readonly<Record<number, number>> = {
  [HummerErrorCode.TIMEOUT]: RtcErrorCode.WAIT_RSP_TIMEOUT,
  [HummerErrorCode.CONNECTION_LOST]: RtcErrorCode.WEBSOCKET_NOT_CONNECTED,
  [MediaWireCode.FAILED]: RtcErrorCode.INTERNAL_ERROR,
  [MediaWireCode.BAD_REQUEST]: RtcErrorCode.INVALID_CTRL_PARAMETER,
  [MediaWireCode.UNAUTHORISED]: RtcErrorCode.SERVER_AUTHENTICATION_FAILED,
  [MediaWireCode.REFUSED]: RtcErrorCode.ROLE_NO_PERMISSION,
  [MediaWireCode.NOT_FOUND]: RtcErrorCode.SERVER_RESOURCE_MISSING,
  [MediaWireCode.CONFLICT]: RtcErrorCode.STATUS_ERROR,
  [MediaWireCode.TOO_MANY]: RtcErrorCode.REQUEST_FREQUENTLY,
  [MediaWireCode.INTERNAL]: RtcErrorCode.INTERNAL_EXCEPTION,
  [MediaWireCode.NOT_IMPLEMENTED]: RtcErrorCode.INVALID_OPERATION,
  [MediaWireCode.UNAVAILABLE]: RtcErrorCode.NO_SFU_RESOURCE,
};

/** Codes of seed 002 begin here; those of `/hummer` are smaller. */
const FIRST_CODE = 10_000_000;

/** Any thrown value as an {@link RtcError}; codes of the wire become documented ones, the original is the `cause`. */
export function toRtcError(cause: unknown): RtcError {
  if (cause instanceof RtcError) return cause;
  if (cause instanceof HummerError) {
    const { code, message, context } = cause;
    const known = WIRE_CODES[code];
    if (known !== undefined) {
      return new RtcError(known, message, {
        context: { type: 'media', detail: `errcode ${String(code)}` },
        cause,
      });
    }
    // The server speaks seed 002's codes too: what to do about those is known here, about others to whoever made them.
    return new RtcError(code, message, {
      context,
      cause,
      ...(code < FIRST_CODE && { action: cause.action }),
    });
  }
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new RtcError(RtcErrorCode.RTC_SDK_ERROR, detail || 'Media failed without saying why.', { cause });
}

/** Why a device did not open, from the name of the browser's exception. */
export function captureError(cause: unknown, kind: MediaKind | 'screen'): RtcError {
  if (cause instanceof RtcError) return cause;
  const { name, constraint } = (cause ?? {}) as { name?: unknown; constraint?: unknown };
  const device = kind === 'audio' ? 'microphone' : kind === 'video' ? 'camera' : 'screen';
  const context = { type: 'media', detail: typeof name === 'string' ? `${kind} ${name}` : kind } as const;
  // A browser that knows the device's name by its id alone calls a missing one a constraint that cannot be met.
  switch (constraint === 'deviceId' ? 'NotFoundError' : name) {
    case 'NotAllowedError':
    case 'SecurityError':
    case 'PermissionDeniedError':
      return new RtcError(
        RtcErrorCode.CAPTURE_PERMISSION_DENIED,
        kind === 'screen'
          ? 'No screen was shared: nothing was chosen, or the system does not let the browser record the screen.'
          : `Permission to use the ${device} was refused. Allow it in the browser's settings for this site and try again.`,
        { context, cause },
      );
    case 'OverconstrainedError':
    case 'ConstraintNotSatisfiedError':
    case 'TypeError':
      return new RtcError(
        RtcErrorCode.CAPTURE_OVER_CONSTRAINED,
        `No ${device} meets what was asked for. Ask for less, or name another device.`,
        { context, cause },
      );
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return new RtcError(
        RtcErrorCode.CAPTURE_DEVICE_NOT_FOUND,
        kind === 'screen'
          ? 'There is nothing of the screen to share, or no sound of it was offered.'
          : `There is no such ${device}. Connect one and try again.`,
        {
          context,
          cause,
        },
      );
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return new RtcError(
        RtcErrorCode.CAPTURE_DEVICE_NOT_READABLE,
        `The ${device} does not start; another application may be using it. Close that and try again.`,
        { context, cause },
      );
    case 'InvalidStateError': {
      const message = 'The browser shares a screen only from a click: begin when the user clicks.';
      if (kind === 'screen')
        return new RtcError(RtcErrorCode.CAPTURE_PERMISSION_DENIED, message, { context, cause });
      return toRtcError(cause);
    }
    default:
      return toRtcError(cause);
  }
}

/** For calls that the page may not make: no secure context, or a browser without WebRTC. */
export function unsupported(what: string): RtcError {
  return new RtcError(
    RtcErrorCode.BROWSER_NOT_SUPPORTED,
    `${what} is not available here. Use a current browser, and https or localhost.`,
  );
}
