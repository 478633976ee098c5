import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { consoleLog, type LogLevel } from './consoleLog.js';
import { fileLogs } from './http/fileLogs.js';
import type { Log } from './ports/Log.js';
import type { PushSender } from './ports/PushSender.js';
import { webhookPush } from './push/webhookPush.js';
import type { Origins } from './transport/origins.js';
import type { AppKeys, HummerServerOptions, MediaOptions } from './serverOptions.js';

/** A flag of the command; its environment variable is `HUMMER_` and the name in capitals. */
interface Flag {
  type: 'string' | 'boolean';
  /** What its value is called in the help. */
  value?: string;
  help: string;
  multiple?: true;
}

const FLAGS = {
  port: { type: 'string', value: 'number', help: 'TCP port; 0 takes any free one (3000)' },
  host: { type: 'string', value: 'address', help: 'address to listen on (127.0.0.1)' },
  app: {
    type: 'string',
    value: 'id:key',
    multiple: true,
    help: 'an app and its key; id:@file reads the key from a file',
  },
  'nuve-key': {
    type: 'string',
    value: 'id:key',
    multiple: true,
    help: "key of the app's media tokens of seed 003; random if absent",
  },
  open: { type: 'boolean', help: 'no keys: anybody logs in as anybody; only on this machine' },
  'allow-open': { type: 'boolean', help: 'let --open listen on a public address all the same' },
  'no-media': { type: 'boolean', help: 'no audio and video' },
  workers: { type: 'string', value: 'number', help: 'media worker processes (one per core)' },
  'listen-ip': { type: 'string', value: 'address', help: 'address of the media ports (127.0.0.1)' },
  'announced-address': {
    type: 'string',
    value: 'address',
    help: 'address of the media ports as clients see it',
  },
  'rtc-min-port': {
    type: 'string',
    value: 'number',
    help: 'first media port, UDP and TCP, one per worker (40000)',
  },
  'rtc-max-port': { type: 'string', value: 'number', help: 'last media port' },
  'turn-url': {
    type: 'string',
    value: 'url',
    multiple: true,
    help: 'a TURN server for clients, turn:host:port',
  },
  'turn-secret': {
    type: 'string',
    value: 'secret',
    help: 'the secret that it shares with this server; @file reads it from a file',
  },
  origins: {
    type: 'string',
    value: 'list',
    help: "pages that may connect, by comma, or '*' (with --open: of this machine)",
  },
  'trust-proxy': { type: 'boolean', help: 'believe X-Forwarded-For' },
  'kick-on-remote-login': { type: 'boolean', help: 'a new login of a user ends its other sessions' },
  'admin-token': { type: 'string', value: 'token', help: 'opens the admin API; @file reads it from a file' },
  'push-url': {
    type: 'string',
    value: 'url',
    help: 'invitations to users who are not connected are posted there',
  },
  'push-key': { type: 'string', value: 'key', help: 'signs those posts; @file reads it from a file' },
  'client-logs': {
    type: 'string',
    value: 'directory',
    help: 'keeps the logs that clients upload there; without it none are taken',
  },
  drain: { type: 'string', value: 'ms', help: 'how long clients are given to move on at SIGTERM (5000)' },
  'log-level': { type: 'string', value: 'level', help: 'none, error, warn, info or debug (warn)' },
  help: { type: 'boolean', help: 'this text' },
} satisfies Record<string, Flag>;

type Name = keyof typeof FLAGS;

/** What the command line and the environment ask for; `help` is a text to print instead. */
export type Command = { help: string } | { options: HummerServerOptions; drainMs: number };

/** Reads flags and environment; a flag wins over its variable. Throws an Error that says what is wrong. */
export function readCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command {
  const parsed = parseArgs({ args: [...args], options: FLAGS, allowPositionals: false }).values;

  function texts(name: Name): string[] {
    const given: unknown = parsed[name];
    if (Array.isArray(given)) return given.map(String);
    if (typeof given === 'string') return [given];
    const fromEnv = env[variableOf(name)];
    if (fromEnv === undefined || fromEnv === '') return [];
    return 'multiple' in FLAGS[name] ? fromEnv.split(',') : [fromEnv];
  }
  const text = (name: Name): string | undefined => texts(name)[0];
  function flag(name: Name): boolean {
    if (parsed[name] === true) return true;
    const given = env[variableOf(name)] ?? '';
    if (['1', 'true', 'yes'].includes(given)) return true;
    if (['', '0', 'false', 'no'].includes(given)) return false;
    throw new Error(
      `${variableOf(name)} must be 1, true, yes, 0, false or no, not ${JSON.stringify(given)}.`,
    );
  }

  function number(name: Name): number | undefined {
    const given = text(name);
    if (given === undefined) return undefined;
    if (!/^\d+$/.test(given))
      throw new Error(`--${name} must be a whole number, not ${JSON.stringify(given)}.`);
    return Number(given);
  }

  if (flag('help')) return { help: HELP };
  const apps = appsOf(texts('app'), texts('nuve-key'));
  if (flag('open') && apps)
    throw new Error('--open and --app exclude each other: an open server knows no keys.');
  if (!flag('open') && !apps) {
    throw new Error('Say which app: --app 1:<key> (or HUMMER_APP=1:<key>), or --open to try without keys.');
  }
  const adminToken = text('admin-token');
  const directory = text('client-logs');
  const logger = consoleLog(levelOf(text('log-level')));
  return {
    drainMs: number('drain') ?? 5_000,
    options: {
      apps: apps ?? 'open',
      allowOpen: flag('allow-open'),
      trustProxy: flag('trust-proxy'),
      kickOnRemoteLogin: flag('kick-on-remote-login'),
      logger,
      media: flag('no-media') ? false : mediaOf(text, number, texts('turn-url')),
      ...given('port', number('port')),
      ...given('host', text('host')),
      ...given('adminToken', adminToken === undefined ? undefined : secretOf(adminToken, 'admin-token')),
      ...given('origins', originsOf(text('origins'))),
      ...given('clientLogs', directory === undefined ? undefined : fileLogs(directory)),
      ...given('push', pushOf(text, logger)),
    },
  };
}

function mediaOf(
  text: (name: Name) => string | undefined,
  number: (name: Name) => number | undefined,
  turnUrls: string[],
): MediaOptions {
  const secret = text('turn-secret');
  if ((turnUrls.length === 0) !== (secret === undefined))
    throw new Error(
      '--turn-url and --turn-secret go together: give both (HUMMER_TURN_URL, HUMMER_TURN_SECRET).',
    );
  return {
    ...given(
      'turn',
      secret === undefined ? undefined : { urls: turnUrls, secret: secretOf(secret, 'turn-secret') },
    ),
    ...given('workers', number('workers')),
    ...given('listenIp', text('listen-ip')),
    ...given('announcedAddress', text('announced-address')),
    ...given('rtcMinPort', number('rtc-min-port')),
    ...given('rtcMaxPort', number('rtc-max-port')),
  };
}

function pushOf(text: (name: Name) => string | undefined, logger: Log): PushSender | undefined {
  const url = text('push-url');
  const key = text('push-key');
  if (url === undefined && key === undefined) return undefined;
  if (url === undefined || key === undefined)
    throw new Error('--push-url and --push-key go together: give both (HUMMER_PUSH_URL, HUMMER_PUSH_KEY).');
  return webhookPush({ url, key: secretOf(key, 'push-key'), logger });
}

function appsOf(apps: readonly string[], nuveKeys: readonly string[]): Record<string, AppKeys> | null {
  const keys: Record<string, AppKeys> = {};
  for (const app of apps) {
    const [appid, key] = pairOf(app, 'app');
    keys[appid] = { key };
  }
  for (const nuve of nuveKeys) {
    const [appid, nuveKey] = pairOf(nuve, 'nuve-key');
    const app = keys[appid];
    if (!app) throw new Error(`--nuve-key names app ${appid}, which no --app does.`);
    keys[appid] = { ...app, nuveKey };
  }
  return apps.length > 0 ? keys : null;
}

function pairOf(value: string, name: Name): [appid: string, key: string] {
  const colon = value.indexOf(':');
  const appid = value.slice(0, colon);
  if (colon < 1 || !/^\d+$/.test(appid))
    throw new Error(`--${name} must be <id>:<key>, with a number as id.`);
  return [appid, secretOf(value.slice(colon + 1), name)];
}

/** A secret as given, or from the file that `@file` names, so that a process list does not show it. */
function secretOf(value: string, name: Name): string {
  if (!value.startsWith('@')) return value;
  try {
    return readFileSync(value.slice(1), 'utf8').trim();
  } catch (cause) {
    throw new Error(`--${name}: the file ${value.slice(1)} cannot be read.`, { cause });
  }
}

function originsOf(list: string | undefined): Origins | undefined {
  return list === undefined || list === '*' ? list : list.split(',');
}

function levelOf(level = 'warn'): LogLevel {
  if (level === 'none' || level === 'error' || level === 'warn' || level === 'info' || level === 'debug')
    return level;
  throw new Error('--log-level must be none, error, warn, info or debug.');
}

/** `{[key]: value}`, or nothing for a value that was not given. */
function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

function variableOf(name: string): string {
  return `HUMMER_${name.toUpperCase().replaceAll('-', '_')}`;
}

const HELP = [
  'hummer-server: rooms, messages, attributes, presence, audio and video for hummer-react.',
  '',
  '  hummer-server --open                          try it on this machine',
  '  HUMMER_APP=1:<key> hummer-server --host ::    serve; sign logins with signToken({appid: 1, key, …})',
  '',
  'Each flag is also an environment variable; a flag wins. Prefer those or @file for keys: a process list shows flags.',
  '',
  ...Object.entries<Flag>(FLAGS).map(([name, { value, help }]) => {
    const usage = `--${name}${value === undefined ? '' : ` <${value}>`}`;
    return `  ${usage.padEnd(30)}${help}\n  ${''.padEnd(30)}${variableOf(name)}`;
  }),
  '',
].join('\n');
