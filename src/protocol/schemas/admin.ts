import * as v from 'valibot';
import type { MediaRole } from '../media.js';
import type { AttributeWrite, OutgoingMessage } from '../rooms.js';
import type { Region } from '../regions.js';
import {
  appidSchema,
  checkMessage,
  mediaRoleSchema,
  messageFields,
  roomAddress,
  stringMapSchema,
  uidSchema,
  type SchemaContext,
} from './common.js';
import { createDecoder, type Decoder } from './decode.js';

/** Decoders of the operator's calls. */
export interface AdminDecoders {
  app: Decoder<{ appid: number }>;
  room: Decoder<{ appid: number; region: Region; roomId: string }>;
  user: Decoder<{ uid: string }>;
  ban: Decoder<{ uid: string; seconds: number }>;
  role: Decoder<{ uid: string; role: MediaRole }>;
  message: Decoder<Omit<OutgoingMessage, 'clientMsgId'> & { clientMsgId?: string }>;
  write: Decoder<AttributeWrite>;
}

export function adminDecoders(context: SchemaContext): AdminDecoders {
  const uid = uidSchema(context);
  const fields = messageFields(context);
  const seconds = v.pipe(
    v.number('must be a number of seconds'),
    v.minValue(0, 'must not be negative'),
    v.maxValue(1e10, 'is too long'),
  );
  return {
    app: createDecoder(v.object({ appid: appidSchema })),
    room: createDecoder(v.object({ appid: appidSchema, ...roomAddress(context) })),
    user: createDecoder(v.object({ uid })),
    ban: createDecoder(v.object({ uid, seconds })),
    role: createDecoder(v.object({ uid, role: mediaRoleSchema })),
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
          v.object({ op: v.literal('set'), attributes: stringMapSchema }),
          v.object({ op: v.literal('addOrUpdate'), attributes: stringMapSchema }),
          v.object({ op: v.literal('delete'), keys: v.array(v.string('must be a string')) }),
          v.object({ op: v.literal('clear') }),
        ],
        'must be set, addOrUpdate, delete or clear',
      ),
    ),
  };
}
