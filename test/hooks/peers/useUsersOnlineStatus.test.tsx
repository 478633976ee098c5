import { act } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { useUsersOnlineStatus } from '../../../src/hooks/peers/useUsersOnlineStatus.js';
import { HummerErrorCode } from '../../../src/protocol/codes.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';
import { renderHookWithHummer } from '../../../src/testing/react.js';
import { watchUnhandled } from '../support/unhandled.js';

const GRACE = 20_000;

const unhandled = watchUnhandled();
let backend: TestBackend;
beforeEach(() => {
  backend = createTestBackend();
  return () => backend.close();
});

/** What the server was asked of presence, in order. */
const asked = (): string[] =>
  backend.server
    .log()
    .filter(({ uid, event }) => uid === 'me' && event.startsWith('peer:'))
    .map(({ event }) => event);

async function come(uid: string) {
  const hummer = backend.connect({ uid });
  await backend.settle();
  return hummer;
}

describe('useUsersOnlineStatus', () => {
  it('shows who is online, and who comes and goes, live', async () => {
    await come('ben');
    const { result } = renderHookWithHummer(() => useUsersOnlineStatus(['ann', 'ben', 'cat']), { backend });
    expect(result.current).toMatchObject({ data: [], status: 'idle', error: null });
    await backend.settle();
    expect(result.current).toMatchObject({ data: ['ben'], status: 'ready', error: null });
    const ann = await come('ann');
    expect(result.current.data).toEqual(['ann', 'ben']);
    await act(() => ann.logout());
    await backend.settle();
    expect(result.current.data).toEqual(['ben']);
    expect(asked()).toEqual(['peer:watchOnline']);
  });

  it('survives a reconnect, and learns what changed meanwhile', async () => {
    const ben = await come('ben');
    const { result } = renderHookWithHummer(() => useUsersOnlineStatus(['ann', 'ben']), { backend });
    await backend.settle();
    backend.faults.disconnect('me');
    await act(() => ben.logout());
    expect(result.current.data).toEqual(['ben']); // the last word while the link is down
    await come('ann');
    await backend.clock.tick(5_000);
    expect(result.current).toMatchObject({ data: ['ann'], status: 'ready' });
    await come('ben');
    expect(result.current.data).toEqual(['ann', 'ben']);
  });

  it('is one watch under StrictMode, and is given back 200 ms after the last release', async () => {
    const { rerender } = renderHookWithHummer(
      ({ shown }: { shown: boolean }) => {
        useUsersOnlineStatus(shown ? ['ann', 'ben'] : []);
        useUsersOnlineStatus(shown ? ['ben', 'cat'] : []);
      },
      { backend, strict: true, initialProps: { shown: true } },
    );
    await backend.settle();
    expect(asked()).toEqual(['peer:watchOnline']);
    rerender({ shown: false });
    await backend.clock.tick(199);
    expect(asked()).toEqual(['peer:watchOnline']);
    await backend.clock.tick(1);
    expect(asked()).toEqual(['peer:watchOnline', 'peer:unwatchOnline']);
  });

  it('lets go of who is no longer in the list and follows who is new', async () => {
    await come('ann');
    await come('ben');
    const { result, rerender } = renderHookWithHummer(
      ({ uids }: { uids: string[] }) => useUsersOnlineStatus(uids),
      { backend, initialProps: { uids: ['ann'] } },
    );
    await backend.settle();
    rerender({ uids: ['ben'] });
    await backend.clock.tick(200);
    expect(result.current.data).toEqual(['ben']);
    expect(asked()).toEqual(['peer:watchOnline', 'peer:watchOnline', 'peer:unwatchOnline']);
  });

  it('keeps its result for the same users in another order', async () => {
    await come('ben');
    const { result, rerender } = renderHookWithHummer(
      ({ uids }: { uids: string[] }) => useUsersOnlineStatus(uids),
      { backend, initialProps: { uids: ['ann', 'ben'] } },
    );
    await backend.settle();
    const before = result.current;
    rerender({ uids: ['ben', 'ann', 'ben'] });
    await backend.clock.tick(1_000);
    expect(result.current).toBe(before);
    expect(asked()).toEqual(['peer:watchOnline']);
  });

  it('shows why the watch failed, and mends it by itself', async () => {
    await come('ben');
    backend.faults.failNext('peer:watchOnline', HummerErrorCode.SERVER);
    const { result } = renderHookWithHummer(() => useUsersOnlineStatus(['ben']), { backend });
    await backend.settle();
    expect(result.current).toMatchObject({
      data: [],
      status: 'failed',
      error: { code: HummerErrorCode.SERVER },
    });
    await backend.clock.tick(1_000);
    expect(result.current).toMatchObject({ data: ['ben'], status: 'ready', error: null });
  });

  it('shows a failed refetch with what was known, without an unhandled rejection', async () => {
    await come('ben');
    const { result } = renderHookWithHummer(() => useUsersOnlineStatus(['ben']), { backend });
    await backend.settle();
    backend.faults.failNext('peer:watchOnline', 3000);
    act(() => void result.current.refetch());
    expect(result.current).toMatchObject({ data: ['ben'], status: 'loading' });
    await backend.settle();
    expect(result.current).toMatchObject({ data: ['ben'], status: 'failed', error: { code: 3000 } });
    expect(unhandled).not.toHaveBeenCalled();
    let refetched: Promise<void> | undefined;
    act(() => {
      refetched = result.current.refetch();
    });
    await backend.settle();
    await refetched;
    expect(result.current).toMatchObject({ data: ['ben'], status: 'ready', error: null });
  });

  it('counts one who dropped as online for the grace', async () => {
    await come('ben');
    const { result } = renderHookWithHummer(() => useUsersOnlineStatus(['ben']), { backend });
    await backend.settle();
    backend.faults.drop(({ uid }) => uid === 'ben');
    backend.faults.disconnect('ben');
    await backend.clock.tick(GRACE - 5_000);
    expect(result.current.data).toEqual(['ben']);
    await backend.clock.tick(GRACE);
    expect(result.current.data).toEqual([]);
  });
});
