const LEVELS = ['none', 'error', 'warn', 'info', 'debug'] as const;

/** How much is written: each level includes those before it. */
export type LogLevel = (typeof LEVELS)[number];

export type Logger = Record<Exclude<LogLevel, 'none'>, (message: string, detail?: unknown) => void>;

/** Writes to the console what `level` lets through. */
export function createLogger(level: LogLevel = 'warn'): Logger {
  const logger = {} as Logger;
  LEVELS.forEach((name, rank) => {
    if (name === 'none') return;
    logger[name] =
      rank <= LEVELS.indexOf(level)
        ? (message, detail = '') => {
            console[name](`[hummer] ${message}`, detail);
          }
        : () => undefined;
  });
  return logger;
}
