import { SignalingErrorCode } from '../../../protocol/signalingCodes.js';
import type { SignalingRequests } from '../../../protocol/signaling.js';
import type { Decoders } from '../../../protocol/schemas/decode.js';
import type { RequestSpecs } from '../gateway/linkHandler.js';
import type { Session } from '../sessions/session.js';
import type { Invitations } from './invitations.js';

/** On these events whatever is wrong with the input has seed 001's code. */
const codes = {
  invalid: SignalingErrorCode.INVALID_PARAMETER,
  tooLarge: SignalingErrorCode.INVALID_PARAMETER,
};

/** The requests of invitations, answered for the session of the link. */
export function signalingRequests(
  invitations: Invitations,
  decoders: Decoders<SignalingRequests>,
  me: () => Session,
): RequestSpecs<SignalingRequests> {
  return {
    'signaling:invite': {
      decode: decoders['signaling:invite'],
      codes,
      handle: (data) => invitations.invite(me(), data),
    },
    'signaling:cancel': {
      decode: decoders['signaling:cancel'],
      codes,
      handle: (data) => invitations.cancel(me(), data),
    },
    'signaling:accept': {
      decode: decoders['signaling:accept'],
      codes,
      handle: (data) => invitations.accept(me(), data),
    },
    'signaling:reject': {
      decode: decoders['signaling:reject'],
      codes,
      handle: (data) => invitations.reject(me(), data),
    },
    'signaling:modify': {
      decode: decoders['signaling:modify'],
      codes,
      handle: (data) => invitations.modify(me(), data),
    },
    'signaling:sync': {
      decode: decoders['signaling:sync'],
      codes,
      handle: (data) => invitations.sync(me(), data),
    },
  };
}
