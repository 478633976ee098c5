import * as v from 'valibot';
import type { AttributeWrite, OutgoingMessage } from '../rooms.js';
import { REGIONS, type Region } from '../regions.js';
import {
  checkMessage,
  messageFields,
  roomIdSchema,
  stringMapSchema,
  uidSchema,
  type SchemaContext,
} from './common.js';
import { createDecoder, type Decoder } from './decode.js';

/** Decoders of the admin API. */
export interface AdminDecoders {
  room: Decoder<{ region: Region; roomId: string }>;
  user: Decoder<{ uid: string }>;
  ban: Decoder<{ uid: string; seconds: number }>;
  message: Decoder<Omit<OutgoingMessage, 'clientMsgId'> & { clientMsgId?: string }>;
  write: Decoder<AttributeWrite & { uid?: string }>;
  token: Decoder<{ username: string; role?: 0 | 2; host?: string; secure?: boolean }>;
}

export function adminDecoders(context: SchemaContext): AdminDecoders {
  const uid = uidSchema(context);
  const fields = messageFields(context);
  const target = { uid: v.exactOptional(uid) };
  return {
    room: createDecoder(
      v.object({
        region: v.optional(
          v.picklist(REGIONS, `must be one of ${REGIONS.join(', ')}`),
          context.defaultRegion,
        ),
        roomId: roomIdSchema(context),
      }),
    ),
    user: createDecoder(v.object({ uid })),
    ban: createDecoder(
      v.object({
        uid,
        seconds: v.pipe(
          v.number('must be a number'),
          v.minValue(0, 'must not be negative'),
          v.maxValue(1e10, 'is too long'),
        ),
      }),
    ),
    message: createDecoder(
      v.object({ ...fields, clientMsgId: v.exactOptional(fields.clientMsgId) }),
      (message) => {
        checkMessage({ clientMsgId: '', ...message }, context);
      },
    ),
    write: createDecoder(
      v.variant(
        'op',
        [
          v.object({ ...target, op: v.literal('set'), attributes: stringMapSchema }),
          v.object({ ...target, op: v.literal('addOrUpdate'), attributes: stringMapSchema }),
          v.object({ ...target, op: v.literal('delete'), keys: v.array(v.string('must be a string')) }),
          v.object({ ...target, op: v.literal('clear') }),
        ],
        'must be set, addOrUpdate, delete or clear',
      ),
    ),
    token: createDecoder(
      v.object({
        username: v.pipe(
          v.string('must be a string'),
          v.maxLength(context.limits.media.displayNameChars, 'is too long'),
        ),
        role: v.exactOptional(v.picklist([0, 2], 'must be 0 or 2')),
        host: v.exactOptional(v.pipe(v.string('must be a string'), v.maxLength(256, 'is too long'))),
        secure: v.exactOptional(v.boolean('must be true or false')),
      }),
    ),
  };
}
