import { isLogLevel } from '../lib/logger.js';
import { inputError } from '../protocol/errors.js';
import { checkRegion } from './check.js';
import type { HummerStorage } from './HummerStorage.js';
import type { HummerOptions } from './hummerTypes.js';

/** What a client is made with. */
export function checkOptions(options: HummerOptions): void {
  const { appid, url, region, tokenProvider, signatureProvider, logLevel, requestTimeout, storage } =
    options as Partial<Record<keyof HummerOptions, unknown>>;
  const check = (field: string, given: unknown, valid: boolean, rule: string): void => {
    if (given !== undefined && !valid) throw inputError(field, `${field} must be ${rule}`, given);
  };
  if (!Number.isSafeInteger(appid) || Number(appid) < 0)
    throw inputError('appid', 'appid must be an integer, 0 or more', appid);
  check(
    'url',
    url,
    typeof url === 'string' && /^\w+:\/\/\S+$/.test(url),
    'the address of a hummer-server, with its http:// or https://',
  );
  if (region !== undefined) checkRegion(region);
  check('tokenProvider', tokenProvider, typeof tokenProvider === 'function', 'a function that gives a token');
  check(
    'signatureProvider',
    signatureProvider,
    typeof signatureProvider === 'function',
    'a function that gives a signature',
  );
  check('logLevel', logLevel, isLogLevel(logLevel), "'none', 'error', 'warn', 'info' or 'debug'");
  check(
    'requestTimeout',
    requestTimeout,
    Number(requestTimeout) > 0 && typeof requestTimeout === 'number',
    'a number of milliseconds above 0',
  );
  if (storage) checkStorage(storage);
}

function checkStorage(value: object): asserts value is HummerStorage {
  const { getItem, setItem } = value as Partial<HummerStorage>;
  if (typeof getItem !== 'function' || typeof setItem !== 'function')
    throw inputError('storage', 'storage must have getItem and setItem, or be null', value);
}
