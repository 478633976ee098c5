import { remember } from './logTail.js';

const LEVELS = ['none', 'error', 'warn', 'info', 'debug'] as const;

/** How much is written: each level includes those before it. */
export type LogLevel = (typeof LEVELS)[number];

export function isLogLevel(value: unknown): value is LogLevel {
  return LEVELS.some((level) => level === value);
}

export type Logger = Record<Exclude<LogLevel, 'none'>, (message: string, detail?: unknown) => void>;

/** Writes to the console what `level` lets through. */
export function createLogger(level: LogLevel = 'warn'): Logger {
  const writer = (name: keyof Logger): Logger['error'] =>
    LEVELS.indexOf(name) > LEVELS.indexOf(level)
      ? (message, detail) => {
          remember(name, message, detail);
        }
      : (message, detail = '') => {
          remember(name, message, detail);
          console[name](`[hummer] ${message}`, detail);
        };
  return { error: writer('error'), warn: writer('warn'), info: writer('info'), debug: writer('debug') };
}
