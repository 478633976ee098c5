import type { AttributeMap, AttributeRevision, AttributeWrite } from '../protocol/rooms.js';
import type { AttributesState, PendingWrite } from './state.js';

const NO_ATTRIBUTES: AttributeMap = Object.freeze({});

/** A map that nobody has written or that has not been read yet. */
export const EMPTY_ATTRIBUTES: AttributesState = Object.freeze({
  confirmed: NO_ATTRIBUTES,
  pending: [],
  attributes: NO_ATTRIBUTES,
  revision: 0,
  lastUpdate: null,
});

/** Keys that only the server writes: they outlive a client's `set` and `clear` (SETTLED 1). */
const RESERVED = '$';

/** The map after a client's write. */
export function applyWrite(map: AttributeMap, write: AttributeWrite): AttributeMap {
  const kept = (keep: (key: string) => boolean): AttributeMap =>
    Object.fromEntries(Object.entries(map).filter(([key]) => keep(key)));
  switch (write.op) {
    case 'addOrUpdate':
      return { ...map, ...write.attributes };
    case 'delete':
      return kept((key) => !write.keys.includes(key));
    default:
      return { ...kept((key) => key.startsWith(RESERVED)), ...(write.op === 'set' && write.attributes) };
  }
}

/** A write that the server has not answered: shown at once, folded over what is confirmed. */
export function addPending(state: AttributesState, write: PendingWrite): AttributesState {
  return fold({ ...state, pending: [...state.pending, write] });
}

/** A write that failed: it alone disappears, what came before and after it stays. */
export function dropPending(state: AttributesState, id: string): AttributesState {
  return fold({ ...state, pending: state.pending.filter((write) => write.id !== id) });
}

/**
 * The server has done a write, as revision `revision`. If revisions before it are still on their way, the write stays
 * folded on top until they are here, so that it is never seen below an older one.
 */
export function acknowledge(
  state: AttributesState,
  id: string,
  answer: Omit<AttributeRevision, 'lastUpdateUid'>,
  uid: string,
): AttributesState {
  const write = state.pending.find((pending) => pending.id === id);
  if (!write) return state;
  const { revision } = answer;
  if (revision === state.revision + 1) {
    return confirm(state, applyWrite(state.confirmed, write), { ...answer, lastUpdateUid: uid }, id);
  }
  return settle({
    ...state,
    pending: state.pending.map((pending) => (pending === write ? { ...write, revision } : pending)),
  });
}

/** The whole map as the server has it, at a revision; writes that it is known to hold are pending no more. */
export function confirm(
  state: AttributesState,
  confirmed: AttributeMap,
  { revision, lastUpdateUid, lastUpdateTs }: AttributeRevision,
  id?: string,
): AttributesState {
  return settle({
    confirmed,
    pending: state.pending.filter((write) => write.id !== id),
    attributes: state.attributes,
    revision,
    lastUpdate: lastUpdateTs ? { uid: lastUpdateUid, ts: Number(lastUpdateTs) } : null,
  });
}

/** Answered writes that the confirmed map already holds are not folded a second time. */
function settle(state: AttributesState): AttributesState {
  return fold({
    ...state,
    pending: state.pending.filter(({ revision }) => revision === undefined || revision > state.revision),
  });
}

function fold(state: AttributesState): AttributesState {
  const attributes = state.pending.reduce(applyWrite, state.confirmed);
  return { ...state, attributes: sameMap(attributes, state.attributes) ? state.attributes : attributes };
}

function sameMap(a: AttributeMap, b: AttributeMap): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
  );
}
