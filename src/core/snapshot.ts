import { HummerError } from '../protocol/errors.js';
import type { ClientStore } from '../store/clientStore.js';
import type { EntityTable } from '../store/entityTable.js';
import type { SessionState } from '../store/state.js';

/** Something that came over the wire. @public */
export interface SeenEvent {
  at: number;
  event: string;
}

/** All that a client knows, as plain JSON: for bug reports and developer tools. Its shape is not a contract. @public */
export interface HummerSnapshot {
  session: SessionState;
  /** By kind, then by key: rooms, members, attribute maps with their pending writes, message logs, streams. */
  entities: Record<string, Record<string, unknown>>;
  /** The last 200. */
  events: SeenEvent[];
}

/** Bytes become their number, errors their code and message. */
export function takeSnapshot(store: ClientStore, events: readonly SeenEvent[]): HummerSnapshot {
  const entities: HummerSnapshot['entities'] = {};
  for (const [kind, table] of Object.entries(store) as [string, Partial<EntityTable<unknown>>][]) {
    if (table.ids) entities[kind] = Object.fromEntries([...table.ids()].map((id) => [id, table.get?.(id)]));
  }
  const state: HummerSnapshot = { session: store.session.getState(), entities, events: [...events] };
  const plain = JSON.stringify(state, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
    return value instanceof HummerError ? { code: value.code, message: value.message } : value;
  });
  return JSON.parse(plain) as HummerSnapshot;
}
