import { inputError } from '../protocol/errors.js';
import { DEFAULT_REGION, REGIONS, type Region } from '../protocol/regions.js';
import type { AttributeMap, RoomAddress } from '../protocol/rooms.js';

// What a call must get right before anything is shown or sent. Sizes and rights are the server's to judge.

/** The one object that every call takes. */
export function given<T extends object>(call: string, input: T): T {
  if (typeof input === 'object' && (input as T | null) !== null) return input;
  throw inputError(call, `${call}() takes one object, as in its example`, input);
}

export function checkUid(uid: unknown, field = 'uid'): asserts uid is string {
  if (typeof uid === 'number') {
    const message = `${field} must be a string: a number is inexact above 2^53. Pass it in quotes.`;
    throw inputError(field, message, uid);
  }
  if (typeof uid !== 'string' || !/^[\w.@-]{1,64}$/.test(uid)) {
    throw inputError(field, `${field} must be 1 to 64 characters of A-Z a-z 0-9 _ . @ -`, uid);
  }
}

export function checkRegion(region: unknown): asserts region is Region {
  if (!REGIONS.includes(region as Region))
    throw inputError('region', `region must be one of ${REGIONS.join(', ')}`, region);
}

/** The room that a call names; without a region in the default one. */
export function roomAddress(room: { region?: Region | undefined; roomId: string }): RoomAddress {
  const { region = DEFAULT_REGION, roomId } = room;
  checkRegion(region);
  if (typeof roomId !== 'string' || !roomId)
    throw inputError('roomId', 'roomId must be a non-empty string', roomId);
  return { region, roomId };
}

export function checkString(field: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || !value)
    throw inputError(field, `${field} must be a non-empty string`, value);
}

export function checkMap(field: string, value: unknown): asserts value is AttributeMap {
  if (typeof value !== 'object' || value === null || !Object.values(value).every(isString)) {
    throw inputError(field, `${field} must be an object of strings`, value);
  }
}

export function checkStrings(field: string, value: unknown): asserts value is readonly string[] {
  if (!Array.isArray(value) || !value.every(isString)) {
    throw inputError(field, `${field} must be an array of strings`, value);
  }
}

/** Names of a map of events, which the compiler keeps complete. */
export type EventNames<Events> = Readonly<Record<keyof Events, 1>>;

/** What is given to an `on`: without types a mistyped name would be waited for in silence. */
export function checkListener(events: Readonly<Record<string, 1>>, event: unknown, handler: unknown): void {
  if (!Object.hasOwn(events, event as string))
    throw inputError('event', `event must be one of ${Object.keys(events).join(', ')}`, event);
  if (typeof handler !== 'function') throw inputError('handler', 'handler must be a function', handler);
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}
