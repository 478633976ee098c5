import { act } from '@testing-library/react';
import * as v from 'valibot';
import { lazy, Suspense, useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HummerRoom } from '../../../src/hooks/compose/HummerRoom.js';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import { useHummer } from '../../../src/hooks/connection/useHummer.js';
import { useLocalUid } from '../../../src/hooks/connection/useLocalUid.js';
import { defineRoom } from '../../../src/hooks/rooms/defineRoom.js';
import { useMember } from '../../../src/hooks/rooms/useMember.js';
import { useRoom } from '../../../src/hooks/rooms/useRoom.js';
import { useRoomAttributes } from '../../../src/hooks/rooms/useRoomAttributes.js';
import { useRoomEvent } from '../../../src/hooks/rooms/useRoomEvent.js';
import { useRoomMembers } from '../../../src/hooks/rooms/useRoomMembers.js';
import { useRoomMessages } from '../../../src/hooks/rooms/useRoomMessages.js';
import { useRoomScope } from '../../../src/hooks/rooms/useRoomScope.js';
import { useUserAttributes } from '../../../src/hooks/rooms/useUserAttributes.js';
import type { UseRoomResult } from '../../../src/index.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';
import { countRenders } from '../../../src/testing/countRenders.js';
import { renderHookWithHummer, renderWithHummer } from '../../../src/testing/react.js';
import { watchUnhandled } from '../support/unhandled.js';

const unhandled = watchUnhandled();
let backend: TestBackend;
beforeEach(() => {
  backend = createTestBackend();
  return () => backend.close();
});

/** What the server was asked by a user, in order. */
const asked = (uid = 'me'): string[] =>
  backend.server
    .log()
    .filter((entry) => entry.uid === uid)
    .map(({ event }) => event);

describe('the life of a membership', () => {
  it('is one login, one join and one leave under StrictMode, however many use the room', async () => {
    let effects = 0;
    function Reader(): null {
      useRoom('demo');
      useEffect(() => {
        effects++;
      }, []);
      return null;
    }
    const left: unknown[] = [];
    await backend.peer('bob').join('demo');
    backend
      .peer('bob')
      .hummer.createInstance()
      .createRoom({ region: 'cn', roomId: 'demo' })
      .on('NotifyLeaveRoom', ({ uids, reasons }) => left.push([uids, reasons]));
    const { unmount } = renderWithHummer(
      <>
        <Reader />
        <Reader />
      </>,
      { backend, room: 'demo', strict: true },
    );
    await backend.settle();
    expect(effects).toBe(4); // StrictMode was really on
    expect(asked()).toEqual(['session:login', 'room:join']);
    unmount();
    await backend.clock.tick(199);
    expect(left).toEqual([]);
    await backend.clock.tick(1);
    expect(left).toEqual([[['me'], ['leave']]]);
  });

  it('outlives a remount within 200 ms', async () => {
    function App(): ReactElement {
      const [shown, show] = useState(true);
      return (
        <>
          <button
            onClick={() => {
              show(!shown);
            }}
          >
            toggle
          </button>
          {shown && <HummerRoom roomId="demo" />}
        </>
      );
    }
    const { getByRole } = renderWithHummer(<App />, { backend });
    await backend.settle();
    const toggle = (): void => {
      act(() => {
        getByRole('button').click();
      });
    };
    toggle();
    await backend.clock.tick(199);
    toggle();
    await backend.clock.tick(1_000);
    expect(asked()).toEqual(['session:login', 'room:join']);
    toggle();
    await backend.clock.tick(200);
    expect(asked()).toEqual(['session:login', 'room:join', 'room:leave']);
  });

  it('ends for good with leave(): nothing joins again by itself, until join()', async () => {
    let room: UseRoomResult | undefined;
    function Reader(): null {
      room = useRoom('demo');
      return null;
    }
    const tree = (more: boolean): ReactElement => (
      <>
        <Reader />
        {more && <HummerRoom roomId="demo" />}
      </>
    );
    const { rerender } = renderWithHummer(tree(false), { backend });
    await backend.settle();
    await act(() => room!.leave());
    expect(room).toMatchObject({ status: 'left', leftReason: 'leave', error: null });
    rerender(tree(true));
    await backend.clock.tick(1_000);
    expect(room?.status).toBe('left');
    await act(() => room!.join());
    expect(room).toMatchObject({ status: 'joined', leftReason: null });
  });

  it('ends for good with a kick, a ban and the end of the room, and says which', async () => {
    const { result } = renderHookWithHummer(() => useRoom('demo'), { backend });
    const ends = {
      kicked: () => backend.server.kick('demo', 'me'),
      dismissed: () => backend.server.dismiss('demo'),
      banned: () => backend.server.ban('demo', 'me', 60),
    };
    for (const [reason, end] of Object.entries(ends)) {
      await backend.settle();
      if (result.current.status !== 'joined') await act(() => result.current.join());
      await act(async () => {
        await end();
      });
      await backend.clock.tick(1_000);
      expect(result.current).toMatchObject({ status: 'left', leftReason: reason });
    }
  });

  it('follows the target: the old room is left, the new one joined', async () => {
    const { result, rerender } = renderHookWithHummer(({ room }) => useRoom(room), {
      backend,
      initialProps: { room: 'a' },
    });
    await backend.settle();
    rerender({ room: 'b' });
    expect(result.current.status).not.toBe('joined');
    await backend.clock.tick(200);
    expect(result.current.status).toBe('joined');
    expect(
      (await backend.server.rooms()).filter(({ members }) => members.length > 0).map(({ roomId }) => roomId),
    ).toEqual(['b']);
  });

  it('goes over to another user, without anything of the one before', async () => {
    let members: readonly string[] = [];
    let messages = 0;
    function Inside(): null {
      members = useRoomMembers('demo');
      messages = useRoomMessages('demo').messages.length;
      return null;
    }
    const hummer = backend.connect({ uid: 'ann', autoLogin: false });
    const tree = (uid: string | null): ReactNode => (
      <HummerProvider hummer={hummer} uid={uid}>
        <HummerRoom roomId="demo">
          <Inside />
        </HummerRoom>
      </HummerProvider>
    );
    const { rerender } = renderWithHummer(tree('ann'), { backend, uid: null });
    await backend.settle();
    await backend.peer('bob').join('demo');
    await backend.peer('bob').send('demo', 'for ann');
    await backend.settle();
    expect([members, messages]).toEqual([['ann', 'bob'], 1]);
    rerender(tree('eve'));
    await backend.settle();
    expect([members, messages]).toEqual([['bob', 'eve'], 0]);
    rerender(tree(null));
    await backend.settle();
    expect([members, messages]).toEqual([[], 0]);
  });

  it('takes the extra of the room around it, though a reader inside comes first', async () => {
    const extras: unknown[] = [];
    await backend.peer('bob').join('demo');
    backend
      .peer('bob')
      .hummer.createInstance()
      .createRoom({ region: 'cn', roomId: 'demo' })
      .on('NotifyJoinRoom', (event) => extras.push(event.extras));
    function Reader(): null {
      useRoom(useRoomScope());
      return null;
    }
    renderWithHummer(
      <HummerRoom roomId="demo" extra={{ displayName: 'Ann' }}>
        <Reader />
      </HummerRoom>,
      { backend },
    );
    await backend.settle();
    expect(extras).toEqual([[{ displayName: 'Ann' }]]);
  });

  it('is kept by a suspended tree', async () => {
    const Waits = lazy(() => new Promise<never>(() => undefined));
    const tree = (wait: boolean): ReactElement => (
      <Suspense fallback={null}>
        <HummerRoom roomId="demo">{wait && <Waits />}</HummerRoom>
      </Suspense>
    );
    const { rerender } = renderWithHummer(tree(false), { backend });
    await backend.settle();
    await act(async () => {
      await Promise.resolve();
      rerender(tree(true));
    });
    await backend.clock.tick(1_000);
    expect(asked()).toEqual(['session:login', 'room:join']);
  });

  it('shows an unusable room id as a failed join and throws nothing', async () => {
    const { result } = renderHookWithHummer(() => [useRoom(''), useRoom(' x ')], { backend });
    await backend.settle();
    expect(result.current).toMatchObject([
      { status: 'failed', error: { action: 'fix-input' } },
      { status: 'failed', error: { action: 'fix-input' } },
    ]);
  });
});

describe('optimistic attributes', () => {
  const room = defineRoom({
    attributes: { title: v.string(), page: { schema: v.number(), codec: 'json' } },
  }).room('demo');

  it('show a write at once, and keep what somebody else wrote meanwhile when it fails', async () => {
    const failed = vi.fn();
    const { result } = renderHookWithHummer(() => useRoomAttributes('demo'), { backend, room: 'demo' });
    await backend.settle();
    await backend.peer('bob').join('demo');
    backend.faults.delay(100);
    const theirs = backend
      .peer('bob')
      .hummer.createInstance()
      .setRoomAttributes({ roomId: 'demo', attributes: { title: 'theirs', page: '1' } });
    await backend.clock.tick(50);
    act(() => {
      result.current.addOrUpdate({ title: 'mine', note: 'mine' }).catch(failed);
    });
    expect(result.current.attributes).toEqual({ title: 'mine', note: 'mine' });
    await backend.clock.tick(60);
    backend.faults.failNext('room:writeAttributes', 3000); // theirs is done, mine is still on its way
    await backend.clock.tick(100);
    expect(result.current.attributes).toEqual({ title: 'mine', note: 'mine', page: '1' });
    await backend.clock.tick(100);
    expect(failed).toHaveBeenCalledTimes(1);
    expect(result.current.attributes).toEqual({ title: 'theirs', page: '1' });
    await theirs;
  });

  it('have their effect in the state when the promise resolves', async () => {
    const { result } = renderHookWithHummer(() => useRoomAttributes(room), { backend, room: 'demo' });
    await backend.settle();
    const before = result.current.revision;
    let write: Promise<void> | undefined;
    act(() => {
      write = result.current.set({ title: 'Hi', page: 3 });
    });
    await backend.settle();
    await write;
    expect(result.current).toMatchObject({
      attributes: { title: 'Hi', page: 3 },
      revision: before + 1,
      lastUpdate: { uid: 'me' },
    });
  });

  it('raise no unhandled rejection when nobody awaits them', async () => {
    const { result } = renderHookWithHummer(() => useRoomAttributes('demo'), { backend, room: 'demo' });
    await backend.settle();
    backend.faults.failNext('room:writeAttributes', 3000);
    act(() => void result.current.clear());
    await backend.settle();
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe('events', () => {
  it('says which events there are, of one that is mistyped', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined); // React reports what an effect throws
    expect(() =>
      renderHookWithHummer(
        () => {
          useRoomEvent('demo', 'RoomMesage' as 'RoomMessage', () => undefined);
        },
        { backend },
      ),
    ).toThrow(/RoomMessage/);
    quiet.mockRestore();
  });

  it('reach a handler once, after the state they tell of, and never render', async () => {
    const seen: unknown[] = [];
    let renders = 0;
    function Listener(): null {
      renders++;
      const client = useHummer();
      useRoomEvent('demo', 'NotifyJoinRoom', ({ uids }) => {
        seen.push([uids, Object.keys(client.inspect().entities['members'] ?? {}).length]);
      });
      return null;
    }
    function Members(): ReactElement {
      return <p>{useRoomMembers('demo').join(' ')}</p>;
    }
    renderWithHummer(
      <>
        <Members />
        <Listener />
      </>,
      { backend, room: 'demo', strict: true },
    );
    await backend.settle();
    const before = renders;
    await backend.peer('bob').join('demo');
    await backend.settle();
    expect(seen).toEqual([[['bob'], 2]]);
    expect(renders).toBe(before);
  });

  it('that are read again after a break come only to those who want them', async () => {
    const live: string[] = [];
    const all: string[] = [];
    renderHookWithHummer(
      () => {
        useRoom('demo');
        useRoomEvent('demo', 'RoomMessage', ({ messageId }) => live.push(messageId));
        useRoomEvent('demo', 'RoomMessage', ({ messageId }) => all.push(messageId), { replay: true });
      },
      { backend },
    );
    await backend.settle();
    const bob = backend.peer('bob');
    await bob.join('demo');
    await bob.send('demo', 'live');
    await backend.settle();
    backend.faults.disconnect('me');
    await bob.send('demo', 'missed');
    await backend.clock.tick(5_000);
    expect([live.length, all.length]).toEqual([1, 2]);
  });
});

describe('renders with a real room', () => {
  it('of 25 members, 100 changes of one member render its reader, not the list and no other', async () => {
    const uids = Array.from({ length: 24 }, (_, index) => `user-${index}`);
    const Tile = countRenders(function Tile({ uid }: { uid: string }) {
      const { attributes } = useUserAttributes('demo', uid);
      return (
        <li>
          {useMember('demo', uid)?.uid} {attributes['hand']}
        </li>
      );
    });
    const Busy = countRenders(function Busy() {
      return <p>{useUserAttributes('demo', 'bob').attributes['hand']}</p>;
    });
    const List = countRenders(function List() {
      return (
        <ul>
          {useRoomMembers('demo').map((uid) =>
            uid === 'bob' ? <Busy key={uid} /> : <Tile key={uid} uid={uid} />,
          )}
        </ul>
      );
    });
    await backend.server.addMembers('demo', uids);
    const bob = backend.peer('bob');
    await bob.join('demo');
    renderWithHummer(<List />, { backend, room: 'demo' });
    await backend.settle();
    for (const counted of [List, Tile, Busy]) counted.reset();
    for (let count = 1; count <= 100; count++) {
      await bob.setAttributes('demo', { hand: String(count) });
      await backend.clock.tick(50);
    }
    expect([List.renders, Tile.renders, Busy.renders]).toEqual([0, 0, 100]);
  });
});

describe('useLocalUid', () => {
  it('stays while the link is down', async () => {
    const { result } = renderHookWithHummer(() => useLocalUid(), { backend });
    expect(result.current).toBeNull();
    await backend.settle();
    backend.faults.goOffline();
    await backend.settle();
    expect(result.current).toBe('me');
  });
});
