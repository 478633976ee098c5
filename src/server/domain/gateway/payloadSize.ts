import { utf8Length } from '../../../lib/utf8.js';

/** Nothing of the protocol nests deeper; a deeper payload is refused before any decoder walks it. */
const MAX_DEPTH = 32;

/**
 * Whether a decoded payload is larger than `limit`, about as JSON would have it. Stops at the limit, so a hostile
 * payload costs no more than the largest allowed one.
 */
export function exceedsSize(payload: unknown, limit: number): boolean {
  let left = limit;
  const walk = (value: unknown, depth: number): boolean => {
    if (depth > MAX_DEPTH) return true;
    if (typeof value === 'string') left -= value.length > left ? value.length : utf8Length(value) + 2;
    else if (typeof value !== 'object' || value === null) left -= 4;
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) left -= value.byteLength;
    else if (Array.isArray(value)) {
      left -= 2;
      for (const item of value) if (left < 0 || walk(item, depth + 1)) return true;
    } else {
      left -= 2;
      for (const [key, item] of Object.entries(value)) {
        left -= key.length + 4;
        if (left < 0 || walk(item, depth + 1)) return true;
      }
    }
    return left < 0;
  };
  return walk(payload, 0);
}
