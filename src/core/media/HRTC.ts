import { systemClock } from '../../lib/clock.js';
import { createLogger, isLogLevel, type Logger, type LogLevel } from '../../lib/logger.js';
import { VERSION } from '../../lib/version.js';
import * as HummerErrorCode from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import * as RtcErrorCode from '../../protocol/rtcCodes.js';
import { createSocketIoTransport } from '../transport/socketIoTransport.js';
import { mediaDevices } from './capture.js';
import { checkFlag, invalid } from './clientInput.js';
import { isCountryCode } from './countryCodes.js';
import { LocalStream } from './LocalStream.js';
import { mediasoup } from './mediaPart.js';
import { RtcError, unsupported } from './RtcError.js';
import { RtcClient } from './RtcClient.js';
import type { ClientConfig, SignatureJoinConfig, StreamConfig } from './rtcTypes.js';
import { checkedStreamConfig } from './streamInput.js';
import { signatureOrigin, type SignaturePorts } from './signatureOrigin.js';

let defaultUrl: string | null = null;
let logger: Logger = createLogger('info');
const log: Logger = {
  error: (message, detail) => {
    logger.error(message, detail);
  },
  warn: (message, detail) => {
    logger.warn(message, detail);
  },
  info: (message, detail) => {
    logger.info(message, detail);
  },
  debug: (message, detail) => {
    logger.debug(message, detail);
  },
};

/**
 * The entry of seed 002: streams, devices, and clients that need no login but a signature.
 *
 * @example
 * ```ts
 * await HRTC.checkSystemRequirements();
 * const client = HRTC.createClient({ appId: '1', url: 'https://rtc.example.com' });
 * ```
 * Source: seed 002, 3.5.1.
 * @public
 */
export const HRTC = {
  /** Version of this package. */
  VERSION,

  /**
   * Resolves with true if calls are possible here, rejects with 90100025 if not: features are tested, not names of browsers,
   * and so strictly or not is the same. Rejects with 90000005 for what is neither true nor false. Source: seed 002; SETTLED 23.
   */
  async checkSystemRequirements(strictCheckBrowser = true): Promise<boolean> {
    checkFlag('strictCheckBrowser', strictCheckBrowser);
    const missing = ['RTCPeerConnection', 'MediaStream', 'WebSocket'].filter((name) => !(name in globalThis));
    if (missing.length > 0) throw unsupported(missing.join(', '));
    mediaDevices();
    return Promise.resolve(true);
  },

  /** Whether a screen can be shared here. Source: seed 002. */
  isScreenShareSupported(): boolean {
    return (
      'getDisplayMedia' in
      ((globalThis as { navigator?: { mediaDevices?: object } }).navigator?.mediaDevices ?? {})
    );
  },

  /** All inputs and outputs; names are empty before a permission. Rejects with 90100002 where there are none to ask for. */
  async getDevices(): Promise<MediaDeviceInfo[]> {
    return list(() => true, RtcErrorCode.NO_AVAILABLE_DEVICES, 'device');
  },
  /** Rejects with 90100004 if there is none. Source: seed 002. */
  async getCameras(): Promise<MediaDeviceInfo[]> {
    return list((kind) => kind === 'videoinput', RtcErrorCode.NO_AVAILABLE_VIDEO_INPUT_DEVICES, 'camera');
  },
  /** Rejects with 90100005 if there is none. Source: seed 002. */
  async getMicrophones(): Promise<MediaDeviceInfo[]> {
    return list((kind) => kind === 'audioinput', RtcErrorCode.NO_AVAILABLE_AUDIO_INPUT_DEVICES, 'microphone');
  },
  /** Rejects with 90100006 if there is none. Source: seed 002. */
  async getSpeakers(): Promise<MediaDeviceInfo[]> {
    return list((kind) => kind === 'audiooutput', RtcErrorCode.NO_AVAILABLE_AUDIO_OUTPUT_DEVICES, 'speaker');
  },

  /** A client of one room. Throws 90000005 on an unusable option. Source: seed 002. */
  createClient(config: ClientConfig): RtcClient<SignatureJoinConfig> {
    checkClientConfig(config);
    return new RtcClient(signatureOrigin(config.appId, urlOf(config), browserPorts()));
  },

  /** A stream of one's own; nothing is opened before `initialize()`. Throws 90000005 on an unusable field. Source: seed 002. */
  createStream(config: StreamConfig): LocalStream {
    return new LocalStream(checkedStreamConfig(config));
  },

  /** Of clients without a login; default 'info'. Source: seed 002. */
  setLogLevel(level: LogLevel): void {
    if (!isLogLevel(level)) throw invalid('level', "is 'none', 'error', 'warn', 'info' or 'debug'");
    logger = createLogger(level);
  },

  /** The server of clients that are made without an address. Throws 90000005 on what is none (SETTLED 21). */
  setDefaultUrl(url: string): void {
    checkUrl(url);
    defaultUrl = url;
  },
} as const;

function checkClientConfig(config: unknown): void {
  if (typeof config !== 'object' || config === null)
    throw invalid('config', "is an object, as in createClient({ appId: '1' })");
  const { appId, domain, countryCode, url } = config as Partial<Record<keyof ClientConfig, unknown>>;
  if (typeof appId !== 'string' || !/^[A-Za-z0-9_-]{1,128}$/.test(appId))
    throw invalid('appId', 'is a string of 1 to 128 of A-Z a-z 0-9 _ -');
  if (domain !== undefined && !isText(domain, 128))
    throw invalid('domain', 'is a string of 1 to 128 characters');
  if (countryCode !== undefined && !isCountryCode(countryCode))
    throw invalid('countryCode', "is two capital letters of ISO 3166-1, such as 'CN'");
  if (url !== undefined) checkUrl(url);
}

function checkUrl(url: unknown): void {
  if (typeof url !== 'string' || !/^(https?|wss?):\/\/\S+$/.test(url))
    throw invalid('url', 'is the address of a server, such as https://rtc.example.com');
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= most;
}

async function list(
  wanted: (kind: MediaDeviceKind) => boolean,
  code: number,
  what: string,
): Promise<MediaDeviceInfo[]> {
  let devices: MediaDeviceInfo[];
  try {
    devices = await mediaDevices().enumerateDevices();
  } catch (cause) {
    throw new RtcError(
      RtcErrorCode.NOT_SUPPORT_ENUMERATE_DEVICES,
      'Devices cannot be listed here: use https or localhost.',
      {
        cause,
      },
    );
  }
  const found = devices.filter((device) => wanted(device.kind));
  if (found.length === 0) throw new RtcError(code, `There is no ${what}: connect one and try again.`);
  return found;
}

function urlOf({ url, domain }: ClientConfig): string {
  const origin = (globalThis.location as Location | undefined)?.origin;
  const chosen = url ?? (domain === undefined ? undefined : `https://${domain}`) ?? defaultUrl ?? origin;
  if (chosen !== undefined) return chosen;
  throw new HummerError(
    HummerErrorCode.INVALID_PARAMETER,
    'No server is known: pass url or domain to createClient, or call HRTC.setDefaultUrl().',
    { context: { type: 'input', field: 'url' } },
  );
}

/** What clients without a login run on, made with the first of them. */
let ports: SignaturePorts | null = null;

function browserPorts(): SignaturePorts {
  ports ??= {
    transport: createSocketIoTransport(systemClock),
    clock: systemClock,
    log,
    engine: mediasoup,
    random: Math.random,
  };
  return ports;
}
