import { inputError } from '../../protocol/errors.js';
import type { RoomLogItem, RoomMessage } from '../../store/state.js';
import type { InvalidMessage } from './roomShape.js';
import { check, type StandardSchema } from './standardSchema.js';

export type MessageDeclarations = Readonly<Record<string, StandardSchema>>;

/** A log through the declarations of its messages. */
export interface ReadMessages {
  readonly messages: readonly RoomLogItem[];
  readonly invalid: readonly InvalidMessage[];
}

export const NO_INVALID_MESSAGES: readonly InvalidMessage[] = Object.freeze([]);

/** A reader that checks each row once: the same row of the log stays the same row of the result. */
export function createMessageReader(
  declarations: MessageDeclarations,
): (log: readonly RoomLogItem[]) => ReadMessages {
  const checked = new WeakMap<RoomLogItem, RoomLogItem | InvalidMessage>();
  return (log) => {
    const messages: RoomLogItem[] = [];
    const invalid: InvalidMessage[] = [];
    for (const item of log) {
      let seen = checked.get(item);
      if (!seen) checked.set(item, (seen = item.kind === 'gap' ? item : readMessage(declarations, item)));
      if ('kind' in seen) messages.push(seen);
      else invalid.push(seen);
    }
    return Object.freeze({
      messages: Object.freeze(messages),
      invalid: invalid.length === 0 ? NO_INVALID_MESSAGES : Object.freeze(invalid),
    });
  };
}

function readMessage(declarations: MessageDeclarations, item: RoomMessage): RoomMessage | InvalidMessage {
  const { id, type, data } = item;
  const schema = schemaOf(declarations, type);
  if (!schema)
    return Object.freeze({ id, type, message: `The room declares no messages of type '${type}'.` });
  const result = check(schema, data);
  if (!result.ok) return Object.freeze({ id, type, message: result.message });
  return Object.is(result.value, data) ? item : Object.freeze({ ...item, data: result.value });
}

/** Throws a `HummerError` for a message that readers would find invalid. */
export function checkMessage(
  declarations: MessageDeclarations,
  type: string | undefined,
  data: unknown,
): void {
  const schema = type === undefined ? undefined : schemaOf(declarations, type);
  if (!schema) {
    const names = Object.keys(declarations).join(', ');
    throw inputError(
      'type',
      `The type of a message to this room must be one of those it declares: ${names}.`,
      type,
    );
  }
  const result = check(schema, data);
  if (!result.ok)
    throw inputError(
      'data',
      `The message does not fit its declaration '${String(type)}': ${result.message}`,
      data,
    );
}

function schemaOf(declarations: MessageDeclarations, type: string): StandardSchema | undefined {
  return Object.hasOwn(declarations, type) ? declarations[type] : undefined;
}
