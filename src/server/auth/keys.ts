import { hkdfSync } from 'node:crypto';
import type { TokenPurpose } from '../ports/TokenSigner.js';

/** The key for one purpose, derived from the app's key: a token made for one purpose is garbage for another. */
export function deriveKey(appKey: string, purpose: TokenPurpose): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', appKey, 'hummer-react', purpose, 32));
}
