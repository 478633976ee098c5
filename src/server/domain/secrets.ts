const encoder = new TextEncoder();

/** 128 random bits as text. */
export function createSecret(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** What the store keeps in a secret's place. */
export async function hashSecret(secret: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(secret))));
}

/** A random whole number below 2^32. */
export function createInstanceId(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/**
 * A short fingerprint of a request, to tell an honest repeat from another request under the same id. Not for secrets:
 * two 32-bit rolling hashes and the length.
 */
export function fingerprint(...parts: unknown[]): string {
  const text = JSON.stringify(parts);
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) + i;
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}.${text.length}`;
}

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
