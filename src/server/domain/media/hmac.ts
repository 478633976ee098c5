const encoder = new TextEncoder();

export type HmacHash = 'SHA-1' | 'SHA-256';

async function importKey(hash: HmacHash, key: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encoder.encode(key), { name: 'HMAC', hash }, false, [
    'sign',
    'verify',
  ]);
}

/** Lower-case hex of HMAC(key, text). */
export async function hmacHex(hash: HmacHash, key: string, text: string): Promise<string> {
  const signature = await crypto.subtle.sign('HMAC', await importKey(hash, key), encoder.encode(text));
  return [...new Uint8Array(signature)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Base64 of HMAC(key, text). */
export async function hmacBase64(hash: HmacHash, key: string, text: string): Promise<string> {
  const signature = await crypto.subtle.sign('HMAC', await importKey(hash, key), encoder.encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** Whether `hex` is HMAC(key, text), compared in constant time by the platform. False for text that is not hex. */
export async function verifyHmacHex(
  hash: HmacHash,
  key: string,
  text: string,
  hex: string,
): Promise<boolean> {
  if (!/^(?:[0-9a-f]{2})+$/.test(hex)) return false;
  const signature = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.verify('HMAC', await importKey(hash, key), signature, encoder.encode(text));
}

/** Compares two secrets in a time that depends on their length only. */
export function equalSecrets(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i++) difference |= (a.charCodeAt(i) || 0) ^ b.charCodeAt(i);
  return difference === 0;
}
