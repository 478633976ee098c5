'use client';
import { usePageTitle } from '../internal/ringing/usePageTitle.js';
import { useText } from '../internal/useText.js';
import { useIncomingCallPart } from './IncomingCallContext.js';

/**
 * Blinks who calls in the page's title, which a tab in the background shows; afterwards the title is the app's again.
 *
 * Source: REACT.md, Components.
 * @public
 */
export function IncomingCallPageTitle(): null {
  const { name } = useIncomingCallPart('IncomingCallPageTitle');
  usePageTitle(useText()('callFrom', { name }));
  return null;
}
