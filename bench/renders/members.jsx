import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { HummerProvider, HummerRoom, useMember, useRoomMembers, useRoomScope } from 'hummer-react';
import { createTestBackend } from 'hummer-react/testing';
import { internalsOf } from '../../src/core/internals.js';
import { useTable } from '../../src/hooks/internal/useTable.js';
import { memberKey } from '../../src/store/clientStore.js';

/**
 * Everything that runs for events about one member, in a room of `members` with a mounted row each: reads of the store by
 * selectors, listeners called, components rendered. Counted, not timed.
 */
export async function countCalls({ members }) {
  const backend = createTestBackend();
  const hummer = backend.connect({ uid: 'viewer' });
  const { userAttributes } = internalsOf(hummer).store;
  const calls = { reads: 0, listeners: 0, renders: 0 };
  for (const table of Object.values(internalsOf(hummer).store)) countTable(table, calls);

  function Row({ uid }) {
    calls.renders++;
    const room = useRoomScope();
    const member = useMember(room, uid);
    const own = useTable(userAttributes, memberKey(room.key, uid), null);
    return member && own?.attributes.mood;
  }
  function List() {
    calls.renders++;
    return useRoomMembers(useRoomScope()).map((uid) => <Row key={uid} uid={uid} />);
  }

  await backend.server.addMembers(
    'bench',
    Array.from({ length: members - 2 }, (_, i) => `member${i}`),
  );
  const speaker = backend.peer('speaker');
  await speaker.join('bench');
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () => {
    root.render(
      <HummerProvider hummer={hummer}>
        <HummerRoom roomId="bench">
          <List />
        </HummerRoom>
      </HummerProvider>,
    );
    await backend.settle();
  });
  const mounted = document.body.childElementCount > 0 && calls.renders;
  calls.reads = calls.listeners = calls.renders = 0;
  const events = 10;
  for (let i = 0; i < events; i++) {
    await act(async () => {
      await speaker.setAttributes('bench', { mood: `m${i}` });
      await backend.settle();
    });
  }
  const result = {
    reads: calls.reads / events,
    listeners: calls.listeners / events,
    renders: calls.renders / events,
    mounted,
  };
  await act(async () => root.unmount());
  await backend.close();
  return result;
}

/** Counts through the table's own two doors, so that nothing inside has to know. */
function countTable(table, calls) {
  if (typeof table !== 'object' || !('subscribe' in table) || !('get' in table)) return;
  const { get, subscribe } = table;
  table.get = (id) => {
    calls.reads++;
    return get(id);
  };
  table.subscribe = (id, listener) =>
    subscribe(id, () => {
      calls.listeners++;
      listener();
    });
}
