'use client';
import { useSystemNotification } from '../internal/ringing/useSystemNotification.js';
import { useText } from '../internal/useText.js';
import { useIncomingCallPart } from './IncomingCallContext.js';

/** @public */
export interface IncomingCallNotificationProps {
  /** The address of a picture. */
  icon?: string | undefined;
}

/**
 * A notification of the system while nobody looks at the page, if the user has allowed that to the app before: it never
 * asks. One of the user's tabs shows it.
 *
 * Source: REACT.md, Components.
 * @public
 */
export function IncomingCallNotification({ icon }: IncomingCallNotificationProps): null {
  const { inviteID, name, description, ringsAloud, state } = useIncomingCallPart('IncomingCallNotification');
  const title = useText()('callFrom', { name });
  const wanted = ringsAloud && !state.silenced;
  useSystemNotification(wanted ? { title, body: description, tag: `hummer-${inviteID}`, icon } : null);
  return null;
}
