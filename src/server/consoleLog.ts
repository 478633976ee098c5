import type { Log } from './ports/Log.js';

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

/** How much is written: each level includes those before it. @public */
export type LogLevel = (typeof LEVELS)[number] | 'none';

/**
 * One line of JSON per entry on standard error, in the form of pino's.
 *
 * @example
 * ```ts
 * await createHummerServer({ apps: 'open', logger: consoleLog('info') });
 * ```
 * Source: API.md 3 (`logger`).
 * @public
 */
export function consoleLog(level: LogLevel): Log {
  const most = level === 'none' ? -1 : LEVELS.indexOf(level);
  const writer = (name: (typeof LEVELS)[number]) => {
    if (LEVELS.indexOf(name) > most) return () => undefined;
    return (detail: object, msg: string) => {
      const line = JSON.stringify(
        { level: name, time: new Date().toISOString(), msg, ...detail },
        plainErrors,
      );
      process.stderr.write(`${line}\n`);
    };
  };
  return { error: writer('error'), warn: writer('warn'), info: writer('info'), debug: writer('debug') };
}

/** Errors have no enumerable properties, so JSON would lose them. */
function plainErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { message: value.message, stack: value.stack, cause: value.cause } : value;
}
