import * as v from 'valibot';
import type { ConnectionRequests } from '../connection.js';
import { appidSchema, regionSchema, uidSchema, type SchemaContext } from './common.js';
import { createDecoder, type Decoders } from './decode.js';

const tokenSchema = v.pipe(
  v.string('must be a string'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(8_192, 'is longer than any token'),
);
const idSchema = v.pipe(
  v.string('must be a string'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(128, 'is too long'),
);

/** Decoders of the connection's requests. */
export function connectionDecoders(context: SchemaContext): Decoders<ConnectionRequests> {
  return {
    'session:login': createDecoder(
      v.object({
        appid: appidSchema,
        uid: uidSchema(context),
        token: v.exactOptional(tokenSchema),
        region: v.exactOptional(regionSchema),
        instance: idSchema,
        resume: v.exactOptional(v.object({ sessionId: idSchema, secret: idSchema })),
      }),
    ),
    'session:logout': createDecoder(v.object({})),
    'session:refreshToken': createDecoder(v.object({ token: tokenSchema })),
    'session:setRegion': createDecoder(v.object({ region: regionSchema })),
  };
}
