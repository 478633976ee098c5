import { utf8Length } from '../../../lib/utf8.js';
import { HummerErrorCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { Limits } from '../../../protocol/limits.js';
import type { AttributeMap, AttributeWrite } from '../../../protocol/rooms.js';

/** What a write does: the map afterwards, and what its notification carries. */
export interface AttributeChange {
  attributes: AttributeMap;
  notified: AttributeMap;
}

/** Who writes: clients may not touch `$` keys, the server may (SETTLED 1). */
export type AttributeWriter = 'client' | 'server';

const isReserved = (key: string): boolean => key.startsWith('$');

/**
 * Applies a write to a map. Reserved keys stay through a client's `set` and `clear`. Deleting a key that is not there
 * is no error: its absence is what was asked for.
 */
export function applyAttributeWrite(
  current: AttributeMap,
  write: AttributeWrite,
  writer: AttributeWriter,
): AttributeChange {
  if (writer === 'client') refuseReserved(write);
  const kept = writer === 'client' ? pick(current, isReserved) : {};
  switch (write.op) {
    case 'set': {
      const attributes = merge(kept, write.attributes);
      return { attributes, notified: attributes };
    }
    case 'addOrUpdate':
      return { attributes: merge(current, write.attributes), notified: write.attributes };
    case 'delete': {
      const keys = new Set(write.keys);
      return {
        attributes: pick(current, (key) => !keys.has(key)),
        notified: pick(current, (key) => keys.has(key)),
      };
    }
    case 'clear':
      return { attributes: kept, notified: pick(current, (key) => !Object.hasOwn(kept, key)) };
  }
}

/** Throws if the written keys or the resulting map break a limit: 5105 and 5106 for a room, 5103 and 5104 for a user. */
export function checkAttributeLimits(
  change: AttributeChange,
  write: AttributeWrite,
  target: 'room' | 'user',
  limits: Limits['attributes'],
): void {
  if (write.op !== 'set' && write.op !== 'addOrUpdate') return;
  const [tooMany, tooLarge] =
    target === 'room'
      ? [HummerErrorCode.TOO_MANY_ROOM_ATTRIBUTES, HummerErrorCode.ROOM_ATTRIBUTES_TOO_LARGE]
      : [HummerErrorCode.TOO_MANY_USER_ATTRIBUTES, HummerErrorCode.USER_ATTRIBUTES_TOO_LARGE];
  for (const [key, value] of Object.entries(write.attributes)) {
    if (utf8Length(key) > limits.keyBytes) {
      throw broken(
        tooLarge,
        `The attribute key ${JSON.stringify(key.slice(0, 32))}… is longer than ${limits.keyBytes} bytes.`,
      );
    }
    if (utf8Length(value) > limits.valueBytes) {
      throw broken(
        tooLarge,
        `The attribute ${JSON.stringify(key)} is longer than ${limits.valueBytes} bytes.`,
      );
    }
  }
  const entries = Object.entries(change.attributes);
  if (entries.length > limits.keys) {
    throw broken(
      tooMany,
      `The map would have ${entries.length} attributes, the limit is ${limits.keys}: delete some first.`,
    );
  }
  const bytes = entries.reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
  if (bytes > limits.mapBytes) {
    throw broken(
      tooLarge,
      `The map would have ${bytes} bytes, the limit is ${limits.mapBytes}: shorten or delete some.`,
    );
  }
}

/** Those of `keys` that the map has, or all of it. */
export function pickKeys(map: AttributeMap, keys: readonly string[] | undefined): AttributeMap {
  if (!keys) return map;
  const wanted = new Set(keys);
  return pick(map, (key) => wanted.has(key));
}

function refuseReserved(write: AttributeWrite): void {
  const keys = write.op === 'delete' ? write.keys : write.op === 'clear' ? [] : Object.keys(write.attributes);
  const reserved = keys.find(isReserved);
  if (reserved === undefined) return;
  throw new HummerError(
    HummerErrorCode.NO_PERMISSION,
    `The attribute ${JSON.stringify(reserved)} begins with $, so only the server writes it: use another key.`,
    { context: { type: 'input', field: 'attributes' } },
  );
}

function merge(a: AttributeMap, b: AttributeMap): AttributeMap {
  return Object.fromEntries([...Object.entries(a), ...Object.entries(b)]);
}

function pick(map: AttributeMap, wanted: (key: string) => boolean): AttributeMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => wanted(key)));
}

function broken(code: number, message: string): HummerError {
  return new HummerError(code, message, { context: { type: 'input', field: 'attributes' } });
}
