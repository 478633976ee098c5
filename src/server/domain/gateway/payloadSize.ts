/** Nothing of the protocol nests deeper; a deeper payload is refused before any decoder walks it. */
const MAX_DEPTH = 32;

/** Bytes of a string in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

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
