import { NOT_FOUND } from '../protocol/codes.js';
import { HummerError } from '../protocol/errors.js';
import type { HummerInternals } from './internals.js';

/** Parts of a client that are not in the first load. */
export type PartName = 'service' | 'rtc' | 'signaling' | 'chat';

const makers = new Map<PartName, (internals: HummerInternals) => unknown>();

/** Called where a part's module is loaded: by the door `core`, and by the hooks that need the part. */
export function registerPart(name: PartName, make: (internals: HummerInternals) => unknown): void {
  makers.set(name, make);
}

/** A part of one client; throws, naming the import, if its module is not loaded. */
export function partOf(internals: HummerInternals, name: PartName, what: string): unknown {
  const make = makers.get(name);
  if (!make) throw missingPart(what);
  return internals.bring(name, () => make(internals));
}

export function missingPart(what: string): HummerError {
  const needs = 'hummer-react/core';
  return new HummerError(NOT_FOUND, `${what} is not loaded: import '${needs}' first.`, {
    context: { type: 'missing', needs },
  });
}
