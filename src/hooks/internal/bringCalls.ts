import type { HummerInternals } from '../../core/internals.js';
import { callsOf } from '../../core/signaling/calls.js';
import type { CallsPart } from '../../core/signaling/callTypes.js';

/** The calls of a client. Media comes with the first call, and so in no app's first load. */
export function bringCalls(internals: HummerInternals): CallsPart {
  return callsOf(internals, {
    async loadMedia() {
      if (internals.hasMedia) return internals.media;
      const { bringMedia } = await import('./bringMedia.js');
      return bringMedia(internals);
    },
  });
}
