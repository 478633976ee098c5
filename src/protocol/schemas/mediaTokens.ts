import * as v from 'valibot';
import { appidSchema, mediaRoleSchema, regionSchema, roomIdSchema, type SchemaContext } from './common.js';
import { createDecoder } from './decode.js';
import { id, text } from './basics.js';

export const nuveToken = v.object({
  tokenId: id,
  host: text(255),
  secure: v.boolean(),
  signature: text(512),
});
export const sessionToken = v.object({ session: text(4_096) });
/** Seed 002 narrows ids further than the rest of the server (SETTLED 3); its app ids have up to 128 characters. */
const sparkId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ -'));
const sparkAppId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 of A-Z a-z 0-9 _ -'),
);
/** The document says string in its tables and passes a number in its code. */
export const ctime = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.regex(/^\d{1,12}$/), v.transform(Number))],
    'must be seconds since 1970',
  ),
  v.safeInteger('must be whole seconds'),
);
export const sparkToken = v.object({
  appId: sparkAppId,
  userId: sparkId,
  signature: text(512),
  ctime,
  role: mediaRoleSchema,
});

/** The decoder of what a token of seed 003 is issued for: `issueMediaToken` is a public call. */
export function issueMediaTokenDecoder(context: SchemaContext) {
  return createDecoder(
    v.object({
      appid: appidSchema,
      roomId: roomIdSchema(context),
      username: text(context.limits.media.displayNameChars),
      role: v.optional(mediaRoleSchema, 0),
      region: v.optional(regionSchema, context.defaultRegion),
      host: v.exactOptional(text(255)),
      secure: v.optional(v.boolean('must be true or false'), false),
    }),
  );
}
