import * as v from 'valibot';
import { utf8Length } from '../../lib/utf8.js';
import { HummerErrorCode } from '../codes.js';
import { HummerError } from '../errors.js';
import type { Limits } from '../limits.js';
import { DEFAULT_REGION, REGIONS, type Region } from '../regions.js';
import type { AttributeMap, OutgoingMessage } from '../rooms.js';

/** What schemas depend on. */
export interface SchemaContext {
  limits: Limits;
  /** Region of a room whose request names none. */
  defaultRegion: Region;
}

export const schemaContext = (limits: Limits, defaultRegion: Region = DEFAULT_REGION): SchemaContext => ({
  limits,
  defaultRegion,
});

/** An app id: a positive number, also as text (SETTLED 21). */
export const appidSchema = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))], 'must be a number'),
  v.safeInteger('must be a whole number'),
  v.minValue(0, 'must not be negative'),
);

export function uidSchema({ limits }: SchemaContext) {
  return v.pipe(
    v.string('must be a string: a number loses digits beyond 2^53'),
    v.regex(/^[A-Za-z0-9_.@-]+$/, 'must be one or more of A-Z a-z 0-9 _ . @ -'),
    v.maxLength(limits.uid.chars, `must have at most ${limits.uid.chars} characters`),
  );
}

export function roomIdSchema({ limits }: SchemaContext) {
  const most = limits.roomId.codePoints;
  return v.pipe(
    v.string('must be a string'),
    v.check(
      (id) => id.length > 0 && id.length <= most * 2 && Array.from(id).length <= most,
      `must have 1 to ${most} characters`,
    ),
    v.check((id) => !/[\p{Cc}\p{Cs}]/u.test(id), 'must not hold control characters'),
    v.check((id) => id.trim() === id, 'must not begin or end with white space'),
  );
}

export const regionSchema = v.picklist(REGIONS, `must be one of ${REGIONS.join(', ')}`);

/** `region` and `roomId` of a request, to be spread into an object schema. */
export function roomAddress(context: SchemaContext) {
  return { region: v.optional(regionSchema, context.defaultRegion), roomId: roomIdSchema(context) };
}

export const mediaRoleSchema = v.picklist([0, 2], 'must be 0 (speak) or 2 (watch)');
export const epochSchema = v.pipe(v.string('must be a string'), v.maxLength(64, 'is no epoch of ours'));
export const seqSchema = v.pipe(
  v.number('must be a number'),
  v.safeInteger('must be whole'),
  v.minValue(0, 'must not be negative'),
);

/** The id a client gives a request so that its repeat is harmless. */
export const clientMsgIdSchema = v.pipe(
  v.string('must be a string'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(64, 'must have at most 64 characters'),
);

/** A map of strings, copied; a key that would reach a prototype is refused. */
export const stringMapSchema = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, AttributeMap>(({ dataset, addIssue, NEVER }) => {
    const { value } = dataset;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      addIssue({ message: 'must be an object of strings' });
      return NEVER;
    }
    const entries: [string, string][] = [];
    for (const [key, item] of Object.entries(value)) {
      if (key === '' || key === '__proto__')
        addIssue({ message: `must not have the key ${JSON.stringify(key)}` });
      else if (typeof item === 'string') entries.push([key, item]);
      else addIssue({ message: `must hold only strings, and ${JSON.stringify(key.slice(0, 64))} is none` });
    }
    return Object.fromEntries(entries);
  }),
);

/** Bytes of a map's keys and values. */
export function mapBytes(map: AttributeMap): number {
  let bytes = 0;
  for (const [key, value] of Object.entries(map)) bytes += utf8Length(key) + utf8Length(value);
  return bytes;
}

export const extraSchema = v.exactOptional(stringMapSchema);

export function checkExtra(extra: AttributeMap | undefined, { limits }: SchemaContext): void {
  if (extra && mapBytes(extra) > limits.extra.bytes) {
    throw tooLarge('extra', `extra is larger than ${limits.extra.bytes} bytes.`);
  }
}

export function keysSchema({ limits }: SchemaContext) {
  const most = limits.attributes.keys;
  return v.pipe(
    v.array(v.string('must be a string'), 'must be an array of keys'),
    v.maxLength(most, `must hold at most ${most} keys`),
  );
}

/** The fields of a message, to be spread into an object schema. */
export function messageFields({ limits }: SchemaContext) {
  return {
    clientMsgId: clientMsgIdSchema,
    type: v.pipe(
      v.string('must be a string'),
      v.maxLength(limits.message.typeChars, `must have at most ${limits.message.typeChars} characters`),
    ),
    content: v.string('must be text, or base64 with encoding'),
    encoding: v.exactOptional(v.literal('base64', "must be 'base64' or absent")),
    appExtras: v.exactOptional(stringMapSchema),
  };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function checkMessage(message: OutgoingMessage, { limits }: SchemaContext): void {
  const { content, encoding, appExtras } = message;
  const bytes =
    encoding === 'base64' ? Math.floor((content.length * 3) / 4) - padding(content) : utf8Length(content);
  if (bytes > limits.message.bytes) {
    throw tooLarge(
      'content',
      `content has ${bytes} bytes, the limit is ${limits.message.bytes}: send it in parts.`,
    );
  }
  if (encoding === 'base64' && !BASE64.test(content)) {
    throw new HummerError(HummerErrorCode.INVALID_PARAMETER, 'content: is not base64', {
      context: { type: 'input', field: 'content' },
    });
  }
  if (!appExtras) return;
  const most = limits.message.appExtras;
  if (Object.keys(appExtras).length > most)
    throw tooLarge('appExtras', `appExtras has more than ${most} entries.`);
  if (mapBytes(appExtras) > limits.message.appExtrasBytes) {
    throw tooLarge('appExtras', `appExtras is larger than ${limits.message.appExtrasBytes} bytes.`);
  }
}

function padding(base64: string): number {
  return base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
}

function tooLarge(field: string, message: string): HummerError {
  return new HummerError(HummerErrorCode.MESSAGE_TOO_LARGE, message, { context: { type: 'input', field } });
}
