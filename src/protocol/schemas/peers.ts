import * as v from 'valibot';
import type { PeerRequests } from '../peers.js';
import {
  checkMessage,
  epochSchema,
  messageFields,
  seqSchema,
  uidSchema,
  type SchemaContext,
} from './common.js';
import { createDecoder, type Decoders } from './decode.js';

/** Decoders of the peers' requests. */
export function peerDecoders(context: SchemaContext): Decoders<PeerRequests> {
  const { limits } = context;
  const uids = v.object({
    uids: v.pipe(
      v.array(uidSchema(context), 'must be an array of uids'),
      v.maxLength(limits.queries.uids, `must hold at most ${limits.queries.uids} uids`),
    ),
  });
  return {
    'peer:send': createDecoder(
      v.object({ ...messageFields(context), receiver: uidSchema(context) }),
      (message) => {
        checkMessage(message, context);
      },
    ),
    'peer:queryOnline': createDecoder(uids),
    'peer:watchOnline': createDecoder(uids),
    'peer:unwatchOnline': createDecoder(uids),
    'inbox:history': createDecoder(
      v.object({ epoch: epochSchema, from: seqSchema, to: v.exactOptional(seqSchema) }),
    ),
  };
}
