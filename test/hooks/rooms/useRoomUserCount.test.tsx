import { act } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { roomKey } from '../../../src/hooks/internal/roomKey.js';
import { useRoom } from '../../../src/hooks/rooms/useRoom.js';
import { useRoomUserCount } from '../../../src/hooks/rooms/useRoomUserCount.js';
import { HummerErrorCode } from '../../../src/protocol/codes.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { watchUnhandled } from '../support/unhandled.js';

const unhandled = watchUnhandled();
let backend: TestBackend;
beforeEach(() => {
  backend = createTestBackend();
  return () => backend.close();
});

const questions = (): number =>
  backend.server.log().filter(({ uid, event }) => uid === 'me' && event === 'room:userCount').length;

describe('useRoomUserCount', () => {
  it('counts rooms that are not joined, in one question under StrictMode', async () => {
    await backend.server.addMembers('demo', ['ann', 'ben']);
    const { result } = renderHookWithHummer(() => useRoomUserCount(['demo', 'empty']), {
      backend,
      strict: true,
    });
    expect(result.current).toMatchObject({ data: {}, status: 'idle', error: null });
    await backend.settle();
    expect(result.current).toMatchObject({ data: { demo: 2, empty: 0 }, status: 'ready', error: null });
    expect(questions()).toBe(1);
  });

  it('has rooms of another region under their key', async () => {
    const far = roomKey('demo', { region: 'us' });
    await backend.server.addMembers('demo', ['ann', 'ben']);
    await backend.server.addMembers(far, ['cat']);
    const { result } = renderHookWithHummer(() => useRoomUserCount(['demo', far]), { backend });
    await backend.settle();
    expect(result.current.data).toEqual({ demo: 2, [far.key]: 1 });
  });

  it('counts more rooms than fit into one question', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `room-${index}`);
    await backend.server.addMembers('room-100', ['ann']);
    const { result } = renderHookWithHummer(() => useRoomUserCount(ids), { backend });
    await backend.settle();
    expect(Object.keys(result.current.data)).toHaveLength(101);
    expect(result.current.data['room-100']).toBe(1);
  });

  it('counts anew after a reconnect, and keeps what it knows until then', async () => {
    await backend.peer('ann').join('demo');
    const { result } = renderHookWithHummer(() => useRoomUserCount(['demo']), { backend });
    await backend.settle();
    backend.faults.disconnect('me');
    await backend.peer('ben').join('demo');
    expect(result.current.data).toEqual({ demo: 1 });
    await backend.clock.tick(5_000);
    expect(result.current).toMatchObject({ data: { demo: 2 }, status: 'ready' });
  });

  it('counts anew when members of a joined room come and go', async () => {
    const { result } = renderHookWithHummer(
      () => {
        useRoom('demo');
        return useRoomUserCount(['demo']);
      },
      { backend },
    );
    await backend.clock.tick(200);
    expect(result.current.data).toEqual({ demo: 1 });
    const before = questions();
    await backend.peer('ann').join('demo');
    await backend.peer('ben').join('demo');
    await backend.clock.tick(200);
    expect(result.current.data).toEqual({ demo: 3 });
    expect(questions()).toBe(before + 1);
    await backend.server.kick('demo', 'ann');
    await backend.clock.tick(200);
    expect(result.current.data).toEqual({ demo: 2 });
  });

  it('counts anew on refetch, and then only', async () => {
    const { result } = renderHookWithHummer(() => useRoomUserCount(['demo']), { backend });
    await backend.settle();
    await backend.peer('ann').join('demo');
    await backend.clock.tick(60_000);
    expect(result.current.data).toEqual({ demo: 0 });
    act(() => void result.current.refetch());
    expect(result.current).toMatchObject({ data: { demo: 0 }, status: 'loading' });
    await backend.settle();
    expect(result.current).toMatchObject({ data: { demo: 1 }, status: 'ready' });
  });

  it('shows a failure with what was known, without an unhandled rejection', async () => {
    const { result } = renderHookWithHummer(() => useRoomUserCount(['demo']), { backend });
    await backend.settle();
    backend.faults.failNext('room:userCount', HummerErrorCode.SERVER);
    act(() => void result.current.refetch());
    await backend.settle();
    expect(result.current).toMatchObject({
      data: { demo: 0 },
      status: 'failed',
      error: { code: HummerErrorCode.SERVER },
    });
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('keeps its result for the same rooms in another order', async () => {
    const { result, rerender } = renderHookWithHummer(
      ({ rooms }: { rooms: string[] }) => useRoomUserCount(rooms),
      { backend, initialProps: { rooms: ['a', 'b'] } },
    );
    await backend.settle();
    const before = result.current;
    rerender({ rooms: ['b', 'a', 'b'] });
    await backend.settle();
    expect(result.current).toBe(before);
    expect(questions()).toBe(1);
  });
});
