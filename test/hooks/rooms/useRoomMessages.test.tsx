import { act, renderHook } from '@testing-library/react';
import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { usePeerMessages } from '../../../src/hooks/peers/usePeerMessages.js';
import { defineRoom } from '../../../src/hooks/rooms/defineRoom.js';
import { useRoomMessages } from '../../../src/hooks/rooms/useRoomMessages.js';
import type { RoomLogItem } from '../../../src/store/state.js';
import { around, scripted, type Scripted } from '../support/scripted.js';

let client: Scripted;
beforeEach(() => {
  client = scripted({ joined: 'demo' });
});

const row = (id: number, type = 'json', data: unknown = id): RoomLogItem => ({
  kind: 'message',
  id: `m${id}`,
  seq: id,
  type,
  data,
  bytes: new Uint8Array(),
  fromUid: 'ana',
  isLocal: false,
  status: 'sent',
  error: null,
  sentAt: 0,
  serverTime: 0,
  appExtras: {},
});
const rows = (from: number, to: number): RoomLogItem[] =>
  Array.from({ length: to - from + 1 }, (_, index) => row(from + index));
const ids = (log: readonly { id: string }[]): string[] => log.map(({ id }) => id);

describe('the log of a room', () => {
  it('shows the last rows up to the limit, 200 by default, and none for 0', () => {
    client.store.roomMessages.set('cn:demo', rows(1, 250));
    const { result, rerender } = renderHook(
      ({ limit }: { limit?: number }) => useRoomMessages('demo', { limit }),
      {
        wrapper: around(client),
        initialProps: {},
      },
    );
    expect(ids(result.current.messages)).toEqual(ids(rows(51, 250)));
    rerender({ limit: 2 });
    expect(ids(result.current.messages)).toEqual(['m249', 'm250']);
    rerender({ limit: 0 });
    expect(result.current.messages).toEqual([]);
    rerender({ limit: 1_000 });
    expect(result.current.messages).toHaveLength(250);
  });

  it('is the same list in unrelated renders, and keeps the objects of its rows', () => {
    const log = rows(1, 3);
    client.store.roomMessages.set('cn:demo', log);
    const { result, rerender } = renderHook(() => useRoomMessages('demo', { limit: 2 }), {
      wrapper: around(client),
    });
    const first = result.current;
    rerender();
    expect(result.current).toBe(first);
    act(() => {
      client.store.roomMessages.set('cn:demo', [...log, row(4)]);
    });
    expect(result.current.messages[0]).toBe(log[2]);
  });

  it('sends, sends again and discards through core', async () => {
    const { result } = renderHook(() => useRoomMessages('demo'), { wrapper: around(client) });
    await act(() => result.current.send('hi', { appExtras: { a: '1' } }));
    await act(() => result.current.retry('m1'));
    act(() => {
      result.current.discard('m1');
    });
    expect(client.calls.filter(([name]) => String(name).startsWith('messages.'))).toEqual([
      ['messages.send', 'cn:demo', 'hi', { appExtras: { a: '1' } }],
      ['messages.retry', 'cn:demo', 'm1'],
      ['messages.discard', 'cn:demo', 'm1'],
    ]);
  });

  it('of a declared room shows what fits, with its gaps, and lists the rest', async () => {
    const board = defineRoom({ messages: { stroke: v.object({ x: v.number() }) } });
    const gap: RoomLogItem = { kind: 'gap', id: 'g', from: 1, to: 2 };
    client.store.roomMessages.set('cn:demo', [
      gap,
      row(3, 'stroke', { x: 1 }),
      row(4, 'stroke', 'no'),
      row(5, 'chat', 'hi'),
    ]);
    const { result } = renderHook(() => useRoomMessages(board.room('demo')), { wrapper: around(client) });
    expect(ids(result.current.messages)).toEqual(['g', 'm3']);
    expect(ids(result.current.invalid)).toEqual(['m4', 'm5']);
    await expect(
      act(() => result.current.send({ x: 'no' } as never, { type: 'stroke' })),
    ).rejects.toMatchObject({ code: 2001 });
    expect(client.names()).not.toContain('messages.send');
  });
});

describe('the log of a peer', () => {
  const initialProps: { uid: string | null } = { uid: 'bob' };

  it('is that of the uid, and empty for null', () => {
    client.store.peerMessages.set('bob', rows(1, 3));
    const { result, rerender } = renderHook(({ uid }) => usePeerMessages(uid, { limit: 2 }), {
      wrapper: around(client),
      initialProps,
    });
    expect(ids(result.current.messages)).toEqual(['m2', 'm3']);
    rerender({ uid: null });
    expect(result.current.messages).toEqual([]);
  });

  it('sends to that uid; for null it rejects', async () => {
    const { result, rerender } = renderHook(({ uid }) => usePeerMessages(uid), {
      wrapper: around(client),
      initialProps,
    });
    await act(() => result.current.send({ hand: 'up' }));
    expect(client.calls.at(-1)).toEqual(['peerMessages.send', 'bob', { hand: 'up' }]);
    rerender({ uid: null });
    await expect(act(() => result.current.send('x'))).rejects.toMatchObject({ code: 2001 });
  });
});
