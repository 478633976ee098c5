/** Where the server writes what happens. pino and most loggers fit as they are. */
export interface Log {
  error(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  info(detail: object, message: string): void;
  debug(detail: object, message: string): void;
}

const nothing = (): void => {};

/** A log that keeps nothing. */
export const silentLog: Log = { error: nothing, warn: nothing, info: nothing, debug: nothing };
