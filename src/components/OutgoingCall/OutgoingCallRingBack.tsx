'use client';
import { RING_BACK } from '../internal/ringing/tones.js';
import { useRing, type RingOptions } from '../internal/ringing/useRing.js';
import { useOutgoingCallPart } from './OutgoingCallContext.js';

/** @public */
export type OutgoingCallRingBackProps = RingOptions;

/**
 * What is heard while the other side rings. Without it, or with a component of the app's own in
 * its place, the call looks the same.
 *
 * @example
 * ```tsx
 * <OutgoingCallRingBack src="/waiting.mp3" volume={0.4} />
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export function OutgoingCallRingBack(props: OutgoingCallRingBackProps): null {
  const { status } = useOutgoingCallPart('OutgoingCallRingBack').state;
  useRing(RING_BACK, status === 'ringing', props);
  return null;
}
