import type { Limits } from '../protocol/limits.js';
import type { Region } from '../protocol/regions.js';
import type { Authorize } from './domain/permissions.js';
import type { TurnOptions } from './domain/media/iceServers.js';
import type { ClientLogSink } from './http/clientLogs.js';
import type { DeepPartial } from './limits.js';
import type { MediasoupRouterOptions } from './media/mediasoupOptions.js';
import type { Log } from './ports/Log.js';
import type { PushSender } from './ports/PushSender.js';
import type { StoreFactory } from './ports/Store.js';
import { isLoopbackHost, type Origins } from './transport/origins.js';

/** Keys of one app. @public */
export interface AppKeys {
  /** Signs login tokens (`signToken`) and seed 002's media signatures. Keep it on your backend. */
  key: string;
  /** Signs media tokens of seed 003; random per start if absent. */
  nuveKey?: string;
}

/** How the server does audio and video. @public */
export interface MediaOptions extends Omit<MediasoupRouterOptions, 'log'> {
  /** STUN and TURN servers that clients are told. */
  iceServers?: RTCIceServer[];
  /** A TURN server beside `iceServers`, for which each client gets credentials of its own that end. */
  turn?: TurnOptions;
  /** Let clients throttle their own transports (`applyNetworkThrottle`); for test rigs. */
  allowNetworkThrottle?: boolean;
}

/** Options of `createHummerServer`. @public */
export interface HummerServerOptions {
  /** TCP port; 0 takes any free one. Default 3000. */
  port?: number;
  /** Default `127.0.0.1`: this machine only. */
  host?: string;
  /**
   * Apps and their keys, or `'open'`: anybody logs in as anybody without a token. `'open'` refuses to listen on a
   * public address unless `allowOpen` says so.
   */
  apps: 'open' | Readonly<Record<string, AppKeys>>;
  /** Lets `'open'` listen on a public address: anybody who reaches it is anybody. Default false. */
  allowOpen?: boolean;
  /** Where state lives. Default `memoryStore()`. */
  store?: StoreFactory;
  /** False: no media. Default: mediasoup with one worker per core. */
  media?: false | MediaOptions;
  /** Single limits other than the default, like `{ message: { bytes: 65_536 } }`. */
  limits?: DeepPartial<Limits>;
  /** Asked for join, history, attribute write, media token and switchRole, after the token's grants. */
  authorize?: Authorize;
  /** A new login of a uid ends its other sessions. Default false. */
  kickOnRemoteLogin?: boolean;
  /**
   * Wakes the devices of invitees who are not connected: `webhookPush()`, or a sender of yours. Default: nobody is woken,
   * and whoever connects before the deadline gets the invitation.
   */
  push?: PushSender;
  /** Region of a room whose request names none. Default `'cn'`. */
  defaultRegion?: Region;
  /** Pages that may connect. Default: `'*'` with keys, pages of this machine with `'open'`. */
  origins?: Origins;
  /** Believe `X-Forwarded-For` of the proxy in front. Default false. */
  trustProxy?: boolean;
  /** Opens the admin API, and `/metrics` to other machines. */
  adminToken?: string;
  /** Takes the logs that clients upload, like `fileLogs('/var/log/hummer')`. Default: none are taken. */
  clientLogs?: ClientLogSink;
  /** pino fits. Default: warnings and errors to standard error. */
  logger?: Log;
}

/** Throws if the options contradict each other or leave the door open by mistake. */
export function checkOptions({
  apps,
  host = '127.0.0.1',
  allowOpen = false,
  port = 3000,
}: HummerServerOptions): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`port must be 0 to 65535, not ${port}.`);
  if (apps === 'open') {
    if (allowOpen || isLoopbackHost(host)) return;
    throw new Error(
      `Refusing to listen on ${host} with apps: 'open': anybody who reaches it could log in as anybody.\n` +
        `Give the app a key:  createHummerServer({ apps: { '1': { key: process.env.HUMMER_KEY } } })\n` +
        `or on the command line:  HUMMER_APP=1:<key> hummer-server --host ${host}\n` +
        'and sign tokens with signToken(). To stay open on purpose: allowOpen: true (--allow-open).',
    );
  }
  const entries = Object.entries(apps);
  if (entries.length === 0) throw new Error("apps is empty: name an app and its key, or say 'open'.");
  for (const [appid, keys] of entries) {
    if (!/^\d{1,15}$/.test(appid))
      throw new Error(`apps: ${JSON.stringify(appid)} is no app id: it must be a number.`);
    if (typeof keys.key !== 'string' || keys.key.length < 8) {
      throw new Error(`apps: the key of app ${appid} must have at least 8 characters.`);
    }
  }
}
