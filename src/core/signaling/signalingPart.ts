import { registerPart } from '../parts.js';
import { signalingOf } from './Signaling.js';

/** Brings `hummer.signaling`. */
export function bringSignaling(): void {
  registerPart('signaling', signalingOf);
}
