import * as v from 'valibot';
import { utf8Length } from '../../lib/utf8.js';
import { HummerError } from '../errors.js';
import type { InvitationLimits } from '../limits.js';
import type { SignalingRequests } from '../signaling.js';
import { SignalingErrorCode } from '../signalingCodes.js';
import {
  clientMsgIdSchema,
  regionSchema,
  roomIdSchema,
  seqSchema,
  uidSchema,
  type SchemaContext,
} from './common.js';
import { createDecoder, type Decoders } from './decode.js';
import { offlinePushInfoSchema } from './offlinePushInfo.js';

/** How long it rings if nobody says otherwise, in seconds (SETTLED 26). */
const DEFAULT_TIMEOUT = 30;

const textSchema = v.string('must be a string: JSON.stringify() makes one');
const dataSchema = v.optional(textSchema, '');
const inviteIdSchema = v.pipe(
  v.string('must be a string'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(64, 'is no inviteID of ours'),
);

/** Decoders of the requests of invitations. Data that is too large has 6017 as well (SETTLED 26). */
export function signalingDecoders(context: SchemaContext): Decoders<SignalingRequests> {
  const { invitations: limits } = context.limits;
  const check = ({ data }: { data: string }): void => {
    checkData(data, limits);
  };
  const address = { clientMsgId: clientMsgIdSchema, inviteID: inviteIdSchema };
  const answer = v.object({ ...address, data: dataSchema });
  const known = v.object({ inviteID: inviteIdSchema, version: seqSchema });
  return {
    'signaling:invite': createDecoder(inviteSchema(context), check),
    'signaling:cancel': createDecoder(answer, check),
    'signaling:accept': createDecoder(answer, check),
    'signaling:reject': createDecoder(answer, check),
    'signaling:modify': createDecoder(
      v.object({ ...address, data: textSchema, ifRevision: v.exactOptional(seqSchema) }),
      check,
    ),
    'signaling:sync': createDecoder(
      v.object({ known: v.optional(listSchema(known, limits.syncEntries, 'invitations'), []) }),
    ),
  };
}

function inviteSchema(context: SchemaContext) {
  const { timeoutSeconds, invitees, pushInfo } = context.limits.invitations;
  const range = `must be 0 (no deadline) or a whole number of seconds from 1 to ${timeoutSeconds}`;
  return v.pipe(
    v.object({
      clientMsgId: clientMsgIdSchema,
      inviteeList: v.pipe(
        listSchema(uidSchema(context), invitees, 'uids'),
        v.minLength(1, 'must name somebody'),
        v.check((uids) => new Set(uids).size === uids.length, 'must not name anybody twice'),
      ),
      groupID: v.exactOptional(roomIdSchema(context)),
      region: v.exactOptional(regionSchema),
      data: dataSchema,
      timeout: v.optional(
        v.pipe(
          v.number(range),
          v.safeInteger(range),
          v.minValue(0, range),
          v.maxValue(timeoutSeconds, range),
        ),
        DEFAULT_TIMEOUT,
      ),
      onlineUserOnly: v.optional(v.boolean('must be true or false'), false),
      offlinePushInfo: v.exactOptional(offlinePushInfoSchema(pushInfo)),
    }),
    v.check(
      ({ groupID, inviteeList }) => groupID !== undefined || inviteeList.length === 1,
      'without a groupID one user is invited: name one in inviteeList, or the group',
    ),
  );
}

/** A list whose length is looked at before any of its items. */
function listSchema<T extends v.GenericSchema>(item: T, most: number, what: string) {
  return v.pipe(
    v.array(v.unknown(), `must be an array of ${what}`),
    v.maxLength(most, `must hold at most ${most} ${what}`),
    v.array(item),
  );
}

function checkData(data: string, { dataBytes }: InvitationLimits): void {
  if (data.length <= dataBytes && utf8Length(data) <= dataBytes) return;
  throw new HummerError(
    SignalingErrorCode.INVALID_PARAMETER,
    `data is larger than ${dataBytes} bytes: send a reference to it instead.`,
    { context: { type: 'input', field: 'data' } },
  );
}
