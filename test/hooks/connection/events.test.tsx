import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useHummerEvent } from '../../../src/hooks/connection/useHummerEvent.js';
import { useHummerStore } from '../../../src/hooks/connection/useHummerStore.js';
import { useLostConnection } from '../../../src/hooks/connection/useLostConnection.js';
import { useInbox } from '../../../src/hooks/peers/useInbox.js';
import { usePeerMessages } from '../../../src/hooks/peers/usePeerMessages.js';
import { useLocalUserAttributes } from '../../../src/hooks/rooms/useLocalUserAttributes.js';
import { useRoomSync } from '../../../src/hooks/rooms/useRoomSync.js';
import { useRoomAttributes } from '../../../src/hooks/rooms/useRoomAttributes.js';
import { useRoomMessages } from '../../../src/hooks/rooms/useRoomMessages.js';
import { useUserAttributes } from '../../../src/hooks/rooms/useUserAttributes.js';
import type { SessionState } from '../../../src/store/state.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { around, scripted } from '../support/scripted.js';

let backend: TestBackend;
beforeEach(() => {
  backend = createTestBackend();
});
afterEach(() => backend.close());

describe('useHummerEvent', () => {
  it('calls the latest handler, once for each event, without a render', async () => {
    const heard: string[] = [];
    let renders = 0;
    const { rerender } = renderHookWithHummer(
      ({ name }) => {
        renders++;
        useHummerEvent('ConnectionStateChange', ({ state }) => heard.push(`${name} ${state}`));
      },
      { backend, initialProps: { name: 'first' }, strict: true },
    );
    rerender({ name: 'latest' });
    const before = renders;
    await backend.settle();
    expect(heard).toEqual(['first CONNECTING', 'latest CONNECTED']);
    expect(renders).toBe(before);
  });
});

describe('useHummerStore', () => {
  it('renders only when what an inline selector makes is no longer equal', async () => {
    let renders = 0;
    const { result } = renderHookWithHummer(
      () => {
        renders++;
        return useHummerStore(({ login, roomKeys }) => ({ uid: login.uid, rooms: roomKeys.length }));
      },
      { backend, room: 'demo' },
    );
    await backend.settle();
    expect(result.current).toEqual({ uid: 'me', rooms: 1 });
    const before = renders;
    backend.faults.disconnect('me');
    await backend.clock.tick(5_000);
    expect(renders).toBe(before);
  });

  it('takes an equality of its own', async () => {
    let renders = 0;
    renderHookWithHummer(
      () => {
        renders++;
        useHummerStore(
          (session) => session.connection,
          () => true,
        );
      },
      { backend },
    );
    await backend.settle();
    expect(renders).toBe(1);
  });
});

describe('useLostConnection', () => {
  const follow = (options?: { delay?: number }): string[] => {
    const heard: string[] = [];
    renderHookWithHummer(
      () => {
        useLostConnection((event) => heard.push(event), options);
      },
      { backend, strict: true },
    );
    return heard;
  };

  it('is silent about a login, a blip and a logout', async () => {
    const heard = follow();
    await backend.settle();
    backend.faults.goOffline();
    await backend.clock.tick(300);
    backend.faults.goOnline();
    await backend.clock.tick(10_000);
    expect(heard).toEqual([]);
  });

  it('tells of a long break and of its end', async () => {
    const heard = follow();
    await backend.settle();
    backend.faults.goOffline();
    await backend.clock.tick(1_999);
    expect(heard).toEqual([]);
    await backend.clock.tick(1);
    expect(heard).toEqual(['lost']);
    await backend.clock.tick(3_000);
    backend.faults.goOnline();
    await backend.clock.tick(30_000);
    expect(heard).toEqual(['lost', 'restored']);
  });

  it('waits as long as its user says', async () => {
    const heard = follow({ delay: 50 });
    await backend.settle();
    backend.faults.goOffline();
    await backend.clock.tick(50);
    expect(heard).toEqual(['lost']);
  });

  it('tells of one break once, and not of a logout in it', async () => {
    const client = scripted();
    const heard: string[] = [];
    renderHook(
      () => {
        useLostConnection((event) => heard.push(event));
      },
      { wrapper: around(client) },
    );
    const state = (connection: SessionState['connection']): void => {
      client.store.session.setState({ connection });
    };
    client.login({ status: 'logged-in', uid: 'me' });
    for (const reason of ['INTERRUPTED', 'LOGIN'] as const) {
      state({ state: 'RECONNECTING', reason });
      await client.clock.tick(5_000);
    }
    client.login({ status: 'logged-out', uid: null });
    state({ state: 'DISCONNECTED', reason: 'LOGOUT' });
    await client.clock.tick(5_000);
    expect(heard).toEqual(['lost']);
  });

  it('tells at once of a session that was ended by somebody else', async () => {
    backend = createTestBackend({ kickOnRemoteLogin: true });
    const heard = follow();
    await backend.settle();
    backend.connect({ uid: 'me' });
    await backend.settle();
    expect(heard).toEqual(['failed']);
  });
});

describe('attributes of users', () => {
  it('are written by their own user and read by everybody, typed text by default', async () => {
    const { result } = renderHookWithHummer(
      () => [useLocalUserAttributes('demo'), useUserAttributes('demo', 'bob')] as const,
      {
        backend,
        room: 'demo',
      },
    );
    await backend.settle();
    await backend.peer('bob').join('demo');
    await backend.peer('bob').setAttributes('demo', { hand: 'up' });
    act(() => void result.current[0].addOrUpdate({ name: 'Ann' }));
    expect(result.current[0].attributes).toEqual({ name: 'Ann' });
    await backend.settle();
    expect(result.current[0]).toMatchObject({ attributes: { name: 'Ann' }, revision: 1 });
    expect(result.current[1]).toMatchObject({ attributes: { hand: 'up' }, revision: 1 });
  });
});

describe('useInbox', () => {
  it('has the messages with everybody, and each peer its own', async () => {
    const { result } = renderHookWithHummer(
      () => ({ inbox: useInbox(), bob: usePeerMessages('bob'), last: useInbox({ limit: 1 }) }),
      { backend },
    );
    await backend.settle();
    await backend.peer('bob').sendTo('me', 'one');
    await backend.peer('eve').sendTo('me', 'two');
    await backend.settle();
    act(() => void result.current.inbox.send('three', { receiver: 'bob' }));
    await backend.settle();
    const data = (log: readonly { kind: string }[]): unknown[] =>
      log.map((item) => ('data' in item ? item.data : item.kind));
    expect(data(result.current.inbox.messages)).toEqual(['one', 'two', 'three']);
    expect(data(result.current.bob.messages)).toEqual(['one', 'three']);
    expect(data(result.current.last.messages)).toEqual(['three']);
  });
});

describe('useRoomSync', () => {
  function useAll() {
    return {
      sync: useRoomSync('demo'),
      room: useRoomAttributes('demo'),
      own: useLocalUserAttributes('demo'),
      log: useRoomMessages('demo'),
    };
  }

  it('is saving while something is on its way, then saved', async () => {
    const { result } = renderHookWithHummer(useAll, { backend, room: 'demo' });
    await backend.settle();
    for (const act_ of [
      () => result.current.room.addOrUpdate({ a: '1' }),
      () => result.current.own.addOrUpdate({ a: '1' }),
      () => result.current.log.send('hi'),
    ]) {
      expect(result.current.sync).toBe('saved');
      act(() => void act_());
      expect(result.current.sync).toBe('saving');
      await backend.settle();
    }
    expect(result.current.sync).toBe('saved');
  });

  it('is failed until the message is gone or the attribute is written again', async () => {
    const { result } = renderHookWithHummer(useAll, { backend, room: 'demo' });
    await backend.settle();
    backend.faults.failNext('room:publish', 3009);
    act(() => void result.current.log.send('hi'));
    await backend.settle();
    expect(result.current.sync).toBe('failed');
    act(() => {
      result.current.log.discard(result.current.log.messages[0]!.id);
    });
    expect(result.current.sync).toBe('saved');
    backend.faults.failNext('room:writeAttributes', 3000);
    act(() => void result.current.room.set({ a: '1' }));
    await backend.settle();
    expect(result.current.sync).toBe('failed');
    act(() => void result.current.room.set({ a: '1' }));
    await backend.settle();
    expect(result.current.sync).toBe('saved');
  });
});

it('needs a provider, and says so by name', () => {
  expect(() => renderHook(() => useRoomSync('demo'))).toThrow(/useRoomSync\(\) found no provider/);
});
