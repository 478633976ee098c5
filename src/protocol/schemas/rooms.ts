import * as v from 'valibot';
import type { RoomRequests } from '../rooms.js';
import {
  checkExtra,
  checkMessage,
  clientMsgIdSchema,
  epochSchema,
  extraSchema,
  keysSchema,
  messageFields,
  regionSchema,
  roomAddress,
  roomIdSchema,
  seqSchema,
  stringMapSchema,
  uidSchema,
  type SchemaContext,
} from './common.js';
import { createDecoder, type Decoders } from './decode.js';

/** An attribute write. How large the map may become is the domain's question: it depends on what is there. */
function writeSchema(context: SchemaContext) {
  const common = {
    ...roomAddress(context),
    clientMsgId: clientMsgIdSchema,
    ifRevision: v.exactOptional(seqSchema),
  };
  return v.variant(
    'op',
    [
      v.object({ ...common, op: v.literal('set'), attributes: stringMapSchema }),
      v.object({ ...common, op: v.literal('addOrUpdate'), attributes: stringMapSchema }),
      v.object({ ...common, op: v.literal('delete'), keys: keysSchema(context) }),
      v.object({ ...common, op: v.literal('clear') }),
    ],
    'must be set, addOrUpdate, delete or clear',
  );
}

/** Decoders of the rooms' requests. */
export function roomDecoders(context: SchemaContext): Decoders<RoomRequests> {
  const address = roomAddress(context);
  const { limits } = context;
  const keys = v.exactOptional(keysSchema(context));
  const enter = v.object({ ...address, extra: extraSchema });
  return {
    'room:join': createDecoder(enter, ({ extra }) => {
      checkExtra(extra, context);
    }),
    'room:leave': createDecoder(enter, ({ extra }) => {
      checkExtra(extra, context);
    }),
    'room:publish': createDecoder(
      v.object({
        ...address,
        ...messageFields(context),
        reliable: v.exactOptional(v.boolean('must be true or false')),
      }),
      (message) => {
        checkMessage(message, context);
      },
    ),
    'room:history': createDecoder(
      v.object({ ...address, epoch: epochSchema, from: seqSchema, to: v.exactOptional(seqSchema) }),
    ),
    'room:snapshot': createDecoder(v.object(address)),
    'room:members': createDecoder(v.object(address)),
    'room:userCount': createDecoder(
      v.object({
        region: v.optional(regionSchema, context.defaultRegion),
        roomIds: v.pipe(
          v.array(roomIdSchema(context), 'must be an array of room ids'),
          v.maxLength(limits.queries.roomIds, `must hold at most ${limits.queries.roomIds} room ids`),
        ),
      }),
    ),
    'room:writeAttributes': createDecoder(writeSchema(context)),
    'room:readAttributes': createDecoder(v.object({ ...address, keys })),
    'room:writeUserAttributes': createDecoder(writeSchema(context)),
    'room:readUserAttributes': createDecoder(v.object({ ...address, uid: uidSchema(context), keys })),
  };
}
