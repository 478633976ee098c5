'use client';
import { memberKey } from '../../store/clientStore.js';
import type { AttributesState, RoomLogItem } from '../../store/state.js';
import { attributeActions } from '../internal/attributeActions.js';
import type { RoomTarget } from '../internal/roomKey.js';
import type { RoomShape } from '../internal/roomShape.js';
import { useFailure } from '../internal/useFailure.js';
import { useRoomEntity } from '../internal/useRoomEntity.js';
import { useSession } from '../internal/useSession.js';
import { useTableValue } from '../internal/useTable.js';

/**
 * Whether what this user did in a room is safe with the server: `'saving'` while a message or an attribute is on its way,
 * `'failed'` while one could not be saved (a message until it is sent again or discarded, an attribute until the next
 * write), else `'saved'`.
 *
 * @example
 * ```tsx
 * const sync = useRoomSync(room);
 * return <span>{sync === 'saved' ? 'All changes saved' : 'Saving…'}</span>;
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function useRoomSync(target: RoomTarget<RoomShape> | null): 'saved' | 'saving' | 'failed' {
  const { internals, key, shape } = useRoomEntity('useRoomSync', target);
  const { store } = internals;
  const uid = useSession(internals, ({ login }) => login.uid);
  const room = useFailure(attributeActions(internals, 'roomAttributes', key, shape?.attributes));
  const user = useFailure(attributeActions(internals, 'localUserAttributes', key, shape?.userAttributes));
  const messages = useTableValue(store.roomMessages, key, messageStatus);
  const roomWrites = useTableValue(store.roomAttributes, key, isPending);
  const own = key === null || uid === null ? null : memberKey(key, uid);
  const userWrites = useTableValue(store.userAttributes, own, isPending);
  if (messages === 'failed' || room || user) return 'failed';
  return messages === 'sending' || roomWrites || userWrites ? 'saving' : 'saved';
}

function isPending({ pending }: AttributesState): boolean {
  return pending.length > 0;
}

/** The worst status of this user's messages. */
function messageStatus(log: readonly RoomLogItem[]): 'sending' | 'failed' | undefined {
  let status: 'sending' | undefined;
  for (const item of log) {
    if (item.kind === 'gap' || item.status === 'sent') continue;
    if (item.status === 'failed') return 'failed';
    status = 'sending';
  }
  return status;
}
