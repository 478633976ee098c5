import type { WireInvitation } from '../../protocol/signaling.js';
import type { CallEndReason, CallStatus } from '../../store/call.js';
import type { HummerError } from '../../protocol/errors.js';
import type { CallMediaState } from './callMedia.js';
import { endOfDialling, endOfRinging } from './callEndings.js';

/** All that is known of a call. */
export interface CallFacts {
  readonly state: CallStatus;
  readonly uid: string;
  readonly instanceId: number | null;
  /** False until the server has the invitation. */
  readonly invited: boolean;
  /** What the server says; undefined if it no longer knows of it. */
  readonly record: WireInvitation | undefined;
  /** Its deadline has passed by our clock, and the server has not said what came of it. */
  readonly overdue: boolean;
  /** An answer of this client is on its way: until it is known, nothing follows. */
  readonly answering: boolean;
  readonly media: CallMediaState | null;
  /** Who accepted and has time to come. */
  readonly awaited: readonly string[];
}

/** What follows from the facts: what happens to the call next, if anything does. */
export type CallVerdict =
  | { readonly event: 'accept' | 'answered' | 'meet' }
  | { readonly event: 'end'; readonly reason: CallEndReason; readonly error: HummerError | null }
  | null;

/** Pure: the same facts always lead to the same end, in whatever order they came. */
export function judgeCall(facts: CallFacts): CallVerdict {
  const { state, record, media } = facts;
  if (media?.over) return { event: 'end', ...media.over };
  switch (state) {
    case 'dialling':
      if (!facts.invited || facts.answering) return null;
      if (!record) return end('endedByServer');
      if (record.invitees.some((invitee) => invitee.state === 'accepted')) return { event: 'answered' };
      return end(endOfDialling(record) ?? (facts.overdue ? 'noResponse' : null));
    case 'ringing': {
      if (!record) return end('endedByServer');
      const own = record.invitees.find((invitee) => invitee.uid === facts.uid);
      const reason = endOfRinging(record, facts.uid, facts.instanceId);
      if (!reason && own?.state === 'accepted') return { event: 'accept' };
      return end(reason ?? (facts.overdue ? 'noResponse' : null));
    }
    case 'connecting':
    case 'connected':
      return facts.answering || !media ? null : judgeRoom(facts, media);
    default:
      return null;
  }
}

/** A call lasts while there is somebody to talk to, or to wait for. */
function judgeRoom({ state, record, awaited }: CallFacts, media: CallMediaState): CallVerdict {
  if (media.present.length > 0) return state === 'connecting' && media.joined ? { event: 'meet' } : null;
  if (awaited.length > 0 || record?.invitees.some((invitee) => invitee.state === 'invited')) return null;
  return end(media.seen.size > 0 ? media.lastLeft : 'offline');
}

function end(reason: CallEndReason | null): CallVerdict {
  return reason && { event: 'end', reason, error: null };
}
