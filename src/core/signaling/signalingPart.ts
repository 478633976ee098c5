import { registerPart } from '../parts.js';
import { Signaling } from './Signaling.js';

/** Brings `hummer.signaling`. */
export function bringSignaling(): void {
  registerPart('signaling', (context) => new Signaling(context));
}
