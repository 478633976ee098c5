'use client';
import { RINGTONE } from '../internal/ringing/tones.js';
import { useRing, type RingOptions } from '../internal/ringing/useRing.js';
import { useIncomingCallPart } from './IncomingCallContext.js';

/** @public */
export type IncomingCallRingtoneProps = RingOptions;

/**
 * Rings aloud, in one of the user's tabs; silent before the first gesture on the page where the browser wants that, and
 * after the user has silenced the call. Without it, or with a component of the app's own in its place, the call looks the same.
 *
 * @example
 * ```tsx
 * <IncomingCallRingtone src="/ring.mp3" volume={0.6} />
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export function IncomingCallRingtone(props: IncomingCallRingtoneProps): null {
  const { ringsAloud, state } = useIncomingCallPart('IncomingCallRingtone');
  useRing(RINGTONE, ringsAloud && !state.silenced && !state.pending, props);
  return null;
}
