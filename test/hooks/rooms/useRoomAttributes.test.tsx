import { act, renderHook } from '@testing-library/react';
import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { defineRoom } from '../../../src/hooks/rooms/defineRoom.js';
import { useRoomAttribute } from '../../../src/hooks/rooms/useRoomAttribute.js';
import { useRoomAttributes } from '../../../src/hooks/rooms/useRoomAttributes.js';
import type { AttributeMap } from '../../../src/protocol/rooms.js';
import type { AttributesState } from '../../../src/store/state.js';
import { around, scripted, type Scripted } from '../support/scripted.js';

const lesson = defineRoom({
  attributes: {
    title: v.pipe(v.string(), v.maxLength(9)),
    board: { schema: v.object({ pen: v.string() }), codec: 'json' },
  },
});

let client: Scripted;
beforeEach(() => {
  client = scripted({ joined: 'demo' });
});

function show(attributes: AttributeMap, change: Partial<AttributesState> = {}): void {
  act(() => {
    client.store.roomAttributes.set('cn:demo', {
      confirmed: attributes,
      pending: [],
      attributes,
      revision: 1,
      lastUpdate: null,
      ...change,
    });
  });
}

describe('useRoomAttributes', () => {
  it('is empty, frozen and of revision 0 before anything is known', () => {
    const { result } = renderHook(() => useRoomAttributes('demo'), { wrapper: around(client) });
    expect(result.current).toMatchObject({ attributes: {}, revision: 0, lastUpdate: null, invalid: [] });
    expect(Object.isFrozen(result.current.attributes)).toBe(true);
  });

  it('shows the folded view with its revision and its last writer', () => {
    const { result } = renderHook(() => useRoomAttributes('demo'), { wrapper: around(client) });
    show({ title: 'Hi' }, { confirmed: {}, revision: 7, lastUpdate: { uid: 'ana', ts: 5 } });
    expect(result.current).toMatchObject({
      attributes: { title: 'Hi' },
      revision: 7,
      lastUpdate: { uid: 'ana', ts: 5 },
    });
  });

  it('hands writes to core with their options', async () => {
    const { result } = renderHook(() => useRoomAttributes('demo'), { wrapper: around(client) });
    await act(() => result.current.set({ a: '1' }));
    await act(() => result.current.addOrUpdate({ b: '2' }, { ifRevision: 4 }));
    await act(() => result.current.deleteByKeys(['a'], { ifRevision: 5 }));
    await act(() => result.current.clear());
    expect(client.calls.filter(([name]) => String(name).startsWith('roomAttributes.'))).toEqual([
      ['roomAttributes.set', 'cn:demo', { a: '1' }],
      ['roomAttributes.addOrUpdate', 'cn:demo', { b: '2' }, { ifRevision: 4 }],
      ['roomAttributes.deleteByKeys', 'cn:demo', ['a'], { ifRevision: 5 }],
      ['roomAttributes.clear', 'cn:demo'],
    ]);
  });

  it('is the same object in unrelated renders', () => {
    const { result, rerender } = renderHook(() => useRoomAttributes(lesson.room('demo')), {
      wrapper: around(client),
    });
    show({ title: 'Hi' });
    const first = result.current;
    rerender();
    expect(result.current).toBe(first);
  });
});

describe('a declared room', () => {
  it('shows decoded values, and lists what does not fit', () => {
    const { result } = renderHook(() => useRoomAttributes(lesson.room('demo')), { wrapper: around(client) });
    show({ title: 'far too long', board: '{"pen":"red"}', other: 'x' });
    expect(result.current.attributes).toEqual({ board: { pen: 'red' } });
    expect(result.current.invalid).toMatchObject([{ key: 'title', value: 'far too long' }]);
  });

  it('keeps a decoded object while its text stays the same', () => {
    const { result } = renderHook(() => useRoomAttributes(lesson.room('demo')), { wrapper: around(client) });
    show({ board: '{"pen":"red"}' });
    const { board } = result.current.attributes;
    show({ board: '{"pen":"red"}', title: 'Hi' });
    expect(result.current.attributes).toEqual({ board: { pen: 'red' }, title: 'Hi' });
    expect(result.current.attributes.board).toBe(board);
  });

  it('encodes writes, and refuses what readers would find invalid before anything is sent', async () => {
    const { result } = renderHook(() => useRoomAttributes(lesson.room('demo')), { wrapper: around(client) });
    await act(() => result.current.addOrUpdate({ board: { pen: 'red' } }));
    expect(client.calls.at(-1)).toEqual([
      'roomAttributes.addOrUpdate',
      'cn:demo',
      { board: '{"pen":"red"}' },
      undefined,
    ]);
    const before = client.calls.length;
    await expect(act(() => result.current.set({ title: 'far too long' }))).rejects.toMatchObject({
      code: 2001,
      context: { field: 'title' },
    });
    expect(client.calls).toHaveLength(before);
  });

  it('has actions of its own, the same for every key of it', () => {
    const Around = around(client);
    const actions = (): unknown =>
      renderHook(() => useRoomAttributes(lesson.room('demo')), { wrapper: Around }).result.current.set;
    expect(actions()).toBe(actions());
    expect(actions()).not.toBe(
      renderHook(() => useRoomAttributes('demo'), { wrapper: Around }).result.current.set,
    );
  });
});

describe('useRoomAttribute', () => {
  it('renders for its own name only', () => {
    let renders = 0;
    const { result } = renderHook(
      () => {
        renders++;
        return useRoomAttribute('demo', 'title');
      },
      { wrapper: around(client) },
    );
    show({ other: 'x' });
    expect([renders, result.current]).toEqual([1, undefined]);
    show({ other: 'x', title: 'Hi' });
    expect([renders, result.current]).toEqual([2, 'Hi']);
  });

  it('decodes a declared one, once for the same text, and is undefined for what does not fit', () => {
    const { result, rerender } = renderHook(() => useRoomAttribute(lesson.room('demo'), 'board'), {
      wrapper: around(client),
    });
    show({ board: '{"pen":"red"}' });
    const first = result.current;
    expect(first).toEqual({ pen: 'red' });
    rerender();
    expect(result.current).toBe(first);
    show({ board: '{"pen":1}' });
    expect(result.current).toBeUndefined();
  });
});
