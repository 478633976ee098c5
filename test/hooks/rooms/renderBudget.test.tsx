import { act, render } from '@testing-library/react';
import { memo, type ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { useMember } from '../../../src/hooks/rooms/useMember.js';
import { useRoomMembers } from '../../../src/hooks/rooms/useRoomMembers.js';
import { memberKey } from '../../../src/store/clientStore.js';
import type { EntityTable } from '../../../src/store/entityTable.js';
import { around, scripted, type Scripted } from '../support/scripted.js';

const uids = (count: number): string[] => Array.from({ length: count }, (_, index) => `user-${index}`);

function fill(client: Scripted, count: number): void {
  client.store.memberIds.set('cn:demo', uids(count));
  for (const uid of uids(count)) client.member('demo', uid);
}

/** Counts what one event costs: selectors (reads of a table), listeners that are called, and renders. */
function counted(client: Scripted): { reads: number; listeners: number; renders: number } {
  const counts = { reads: 0, listeners: 0, renders: 0 };
  const { members, memberIds, userAttributes, rooms } = client.store;
  for (const table of [members, memberIds, userAttributes, rooms] as EntityTable<unknown>[]) {
    const get = table.get.bind(table);
    const subscribe = table.subscribe.bind(table);
    table.get = (id) => {
      counts.reads++;
      return get(id);
    };
    table.subscribe = (id, listener) =>
      subscribe(id, () => {
        counts.listeners++;
        listener();
      });
  }
  return counts;
}

describe('the budget of renders', () => {
  it('renders neither the list nor another tile when one of 25 members changes 100 times', () => {
    const client = scripted({ joined: 'demo' });
    fill(client, 25);
    const renders = new Map<string, number>();
    const count = (name: string): void => void renders.set(name, (renders.get(name) ?? 0) + 1);
    const Tile = memo(function Tile({ uid }: { uid: string }) {
      count(uid);
      return <li>{useMember('demo', uid)?.joinedAt}</li>;
    });
    function List(): ReactElement {
      count('list');
      return (
        <ul>
          {useRoomMembers('demo').map((uid) => (
            <Tile key={uid} uid={uid} />
          ))}
        </ul>
      );
    }
    render(<List />, { wrapper: around(client) });
    renders.clear();
    for (let joinedAt = 1; joinedAt <= 100; joinedAt++) {
      act(() => {
        client.member('demo', 'user-7', { joinedAt });
      });
    }
    expect([...renders]).toEqual([['user-7', 100]]);
  });

  it(
    'costs the same at 10, 1,000 and 10,000 members: selectors, listeners and renders of one event',
    { timeout: 30_000 },
    () => {
      const costs = [10, 1_000, 10_000].map((count) => {
        const client = scripted({ joined: 'demo' });
        fill(client, count);
        const counts = counted(client);
        function Row({ uid }: { uid: string }): ReactElement {
          counts.renders++;
          return <li>{useMember('demo', uid)?.joinedAt}</li>;
        }
        const Rows = memo(function Rows() {
          return useRoomMembers('demo').map((uid) => <Row key={uid} uid={uid} />);
        });
        const { unmount } = render(<Rows />, { wrapper: around(client) });
        Object.assign(counts, { reads: 0, listeners: 0, renders: 0 });
        act(() => {
          client.member('demo', 'user-3', { joinedAt: 1 });
        });
        const cost = { ...counts };
        unmount();
        return cost;
      });
      expect(costs[0]).toMatchObject({ listeners: 1, renders: 1 });
      expect(costs[1]).toEqual(costs[0]);
      expect(costs[2]).toEqual(costs[0]);
    },
  );

  it('tells readers once of a frame that changes many entities, after all of them are in place', () => {
    const client = scripted({ joined: 'demo' });
    fill(client, 2);
    const seen: unknown[] = [];
    function Both(): null {
      seen.push([
        useMember('demo', 'user-0')?.joinedAt,
        useMember('demo', 'user-1')?.joinedAt,
        useRoomMembers('demo').length,
      ]);
      return null;
    }
    render(<Both />, { wrapper: around(client) });
    act(() => {
      client.store.batch(() => {
        client.member('demo', 'user-0', { joinedAt: 5 });
        client.store.memberIds.set('cn:demo', uids(3));
        client.member('demo', 'user-1', { joinedAt: 6 });
      });
    });
    expect(seen).toEqual([
      [0, 0, 2],
      [5, 6, 3],
    ]);
  });

  it('leaves no listener behind', () => {
    const client = scripted({ joined: 'demo' });
    fill(client, 25);
    function All(): ReactElement {
      return (
        <>
          {useRoomMembers('demo').map((uid) => (
            <One key={uid} uid={uid} />
          ))}
        </>
      );
    }
    function One({ uid }: { uid: string }): null {
      useMember('demo', uid);
      return null;
    }
    const { unmount } = render(<All />, { wrapper: around(client), reactStrictMode: true });
    expect(client.store.members.size().stores).toBe(25);
    unmount();
    expect(client.store.members.size().stores).toBe(0);
    expect(client.store.memberIds.size().stores).toBe(0);
  });
});

describe('a reader of members', () => {
  it('follows its member out of the room and back, and another uid at once', () => {
    const client = scripted({ joined: 'demo' });
    fill(client, 2);
    let shown: string | undefined;
    function Reader({ uid }: { uid: string | null }): null {
      shown = useMember('demo', uid)?.uid;
      return null;
    }
    const { rerender } = render(<Reader uid="user-0" />, { wrapper: around(client) });
    expect(shown).toBe('user-0');
    act(() => {
      client.store.members.delete(memberKey('cn:demo', 'user-0'));
    });
    expect(shown).toBeUndefined();
    act(() => {
      client.member('demo', 'user-0');
    });
    expect(shown).toBe('user-0');
    rerender(<Reader uid="user-1" />);
    expect(shown).toBe('user-1');
    act(() => {
      client.store.members.delete(memberKey('cn:demo', 'user-1'));
    });
    expect(shown).toBeUndefined();
    rerender(<Reader uid="user-0" />);
    expect(shown).toBe('user-0');
    rerender(<Reader uid={null} />);
    expect(shown).toBeUndefined();
  });
});
