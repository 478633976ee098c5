import { act, renderHook } from '@testing-library/react';
import * as v from 'valibot';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defineRoom } from '../../../src/hooks/rooms/defineRoom.js';
import { useRoomSelector } from '../../../src/hooks/rooms/useRoomSelector.js';
import { memberKey } from '../../../src/store/clientStore.js';
import type { AttributeMap } from '../../../src/protocol/rooms.js';
import { around, scripted, type Scripted } from '../support/scripted.js';

let client: Scripted;
beforeEach(() => {
  client = scripted({ joined: 'demo' });
  client.store.memberIds.set('cn:demo', ['ana', 'bob']);
  for (const uid of ['ana', 'bob']) client.member('demo', uid);
});

const state = (attributes: AttributeMap) => ({
  confirmed: attributes,
  pending: [],
  attributes,
  revision: 1,
  lastUpdate: null,
});
function give(uid: string, attributes: AttributeMap): void {
  act(() => {
    client.store.userAttributes.set(memberKey('cn:demo', uid), state(attributes));
  });
}

describe('useRoomSelector', () => {
  it('sees the whole room: its state, members, attributes of both kinds, messages', () => {
    const { result } = renderHook(() => useRoomSelector('demo', (room) => ({ ...room })), {
      wrapper: around(client),
    });
    expect(result.current).toMatchObject({
      status: 'idle',
      members: [{ uid: 'ana' }, { uid: 'bob' }],
      attributes: {},
      userAttributes: {},
      messages: [],
    });
    act(() => {
      client.store.rooms.set('cn:demo', {
        status: 'joined',
        leftReason: null,
        error: null,
        continuity: 'ok',
      });
      client.store.roomAttributes.set('cn:demo', state({ title: 'Hi' }));
      client.store.roomMessages.set('cn:demo', [{ kind: 'gap', id: 'g', from: 1, to: 2 }]);
    });
    give('bob', { hand: 'up' });
    expect(result.current).toMatchObject({
      status: 'joined',
      attributes: { title: 'Hi' },
      userAttributes: { bob: { hand: 'up' } },
      messages: [{ id: 'g' }],
    });
  });

  it('renders when the result is no longer equal, and only then', () => {
    let renders = 0;
    const selector = vi.fn((room: { userAttributes: Readonly<Record<string, AttributeMap>> }) =>
      Object.keys(room.userAttributes).filter((uid) => room.userAttributes[uid]?.['hand'] === 'up'),
    );
    const { result } = renderHook(
      () => {
        renders++;
        return useRoomSelector('demo', selector);
      },
      { wrapper: around(client) },
    );
    const none = result.current;
    give('ana', { hand: 'down' });
    expect([renders, result.current]).toEqual([1, []]);
    expect(result.current).toBe(none);
    give('ana', { hand: 'up' });
    expect([renders, result.current]).toEqual([2, ['ana']]);
    const runs = selector.mock.calls.length;
    act(() => {
      client.member('other', 'ana');
    });
    expect(selector.mock.calls).toHaveLength(runs); // another room
  });

  it('follows its target, and is empty for null', () => {
    client.store.memberIds.set('cn:other', ['eve']);
    client.member('other', 'eve');
    const initialProps: { room: string | null } = { room: 'demo' };
    const { result, rerender } = renderHook(
      ({ room }) => useRoomSelector(room, ({ members }) => members.map(({ uid }) => uid)),
      {
        wrapper: around(client),
        initialProps,
      },
    );
    expect(result.current).toEqual(['ana', 'bob']);
    rerender({ room: 'other' });
    expect(result.current).toEqual(['eve']);
    rerender({ room: null });
    expect(result.current).toEqual([]);
  });

  it('keeps the list of members for as long as they are the same', () => {
    const { result } = renderHook(() => useRoomSelector('demo', ({ members }) => members, Object.is), {
      wrapper: around(client),
    });
    const before = result.current;
    give('ana', { hand: 'up' });
    expect(result.current).toBe(before);
    act(() => {
      client.member('demo', 'ana', { joinedAt: 5 });
    });
    expect(result.current).not.toBe(before);
  });

  it('sees the values that the room declares', () => {
    const vote = defineRoom({
      userAttributes: { points: { schema: v.number(), codec: 'json' } },
      attributes: { title: v.string() },
    });
    const { result } = renderHook(
      () =>
        useRoomSelector(vote.room('demo'), ({ userAttributes, attributes }) => ({
          sum: Object.values(userAttributes).reduce((sum, { points = 0 }) => sum + points, 0),
          title: attributes.title?.toUpperCase(),
        })),
      { wrapper: around(client) },
    );
    give('ana', { points: '3' });
    give('bob', { points: '4' });
    give('bob', { points: 'many' });
    expect(result.current).toEqual({ sum: 3, title: undefined });
  });

  it('leaves no listener', () => {
    const { unmount } = renderHook(() => useRoomSelector('demo', ({ status }) => status), {
      wrapper: around(client),
      reactStrictMode: true,
    });
    unmount();
    for (const name of [
      'rooms',
      'members',
      'memberIds',
      'userAttributes',
      'roomAttributes',
      'roomMessages',
    ] as const) {
      expect(client.store[name].size().stores).toBe(0);
    }
  });
});
