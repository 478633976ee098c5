import { act, render, renderHook } from '@testing-library/react';
import * as v from 'valibot';
import type { ReactElement } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { roomKey } from '../../../src/hooks/internal/roomKey.js';
import { defineRoom } from '../../../src/hooks/rooms/defineRoom.js';
import { useRoom } from '../../../src/hooks/rooms/useRoom.js';
import { useRoomActions } from '../../../src/hooks/rooms/useRoomActions.js';
import { HummerError } from '../../../src/protocol/errors.js';
import type { RoomState } from '../../../src/store/state.js';
import { around, scripted, type Scripted } from '../support/scripted.js';
import { watchUnhandled } from '../support/unhandled.js';

let client: Scripted;
const unhandled = watchUnhandled();
beforeEach(() => {
  client = scripted();
});

const state = (change: Partial<RoomState>): RoomState => ({
  status: 'idle',
  leftReason: null,
  error: null,
  continuity: 'ok',
  ...change,
});
const show = (roomId: string, change: Partial<RoomState>): void => {
  act(() => {
    client.store.rooms.set(`cn:${roomId}`, state(change));
  });
};
const holds = (): string[] => client.names().filter((name) => name.startsWith('rooms.'));
const settle = (): Promise<void> => act(() => client.clock.tick(0));
const refusal = new HummerError(3007, 'The message was refused.');

describe('the membership', () => {
  it('is held while mounted, and given back as often as taken under StrictMode', () => {
    const { unmount } = renderHook(() => useRoom('demo'), { wrapper: around(client), reactStrictMode: true });
    expect(holds()).toEqual(['rooms.acquire', 'rooms.release', 'rooms.acquire']);
    expect(client.calls.find(([name]) => name === 'rooms.acquire')).toEqual([
      'rooms.acquire',
      'cn',
      'demo',
      expect.objectContaining({ autoJoin: true }),
    ]);
    unmount();
    expect(holds().at(-1)).toBe('rooms.release');
    expect(client.store.rooms.size().stores).toBe(0);
  });

  it('is of the region of the key', () => {
    renderHook(() => useRoom(roomKey('demo', { region: 'us' })), { wrapper: around(client) });
    expect(client.calls.find(([name]) => name === 'rooms.acquire')?.slice(1, 3)).toEqual(['us', 'demo']);
  });

  it('is not taken again for inline keys and options', () => {
    const { rerender } = renderHook(() => useRoom(roomKey('demo'), { extra: { from: 'phone' } }), {
      wrapper: around(client),
    });
    rerender();
    rerender();
    expect(holds()).toEqual(['rooms.acquire']);
  });

  it('tells core the latest extra whenever it asks', () => {
    const { rerender } = renderHook(({ from }) => useRoom('demo', { extra: { from } }), {
      wrapper: around(client),
      initialProps: { from: 'phone' },
    });
    const options = client.calls.find(([name]) => name === 'rooms.acquire')?.[3] as { extra: unknown };
    rerender({ from: 'desk' });
    expect(options.extra).toEqual({ from: 'desk' });
    expect(holds()).toEqual(['rooms.acquire']);
  });

  it('begins to join by itself when autoJoin becomes true', () => {
    const { rerender } = renderHook(({ autoJoin }) => useRoom('demo', { autoJoin }), {
      wrapper: around(client),
      initialProps: { autoJoin: false },
    });
    rerender({ autoJoin: true });
    const wishes = client.calls
      .filter(([name]) => name === 'rooms.acquire')
      .map(([, , , options]) => (options as { autoJoin: boolean }).autoJoin);
    expect(wishes).toEqual([false, true]);
  });

  it('holds nothing for a target that is null', () => {
    const { result } = renderHook(() => useRoom(null), { wrapper: around(client) });
    expect(holds()).toEqual([]);
    expect(result.current).toMatchObject({ status: 'idle', leftReason: null, error: null, continuity: 'ok' });
  });

  it('warns once about a second caller with other options', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    function Callers(): null {
      useRoom('demo', { extra: { a: '1' } });
      useRoom('demo', { extra: { a: '1' } });
      useRoom('demo', { extra: { a: '2' } });
      useRoom('demo', { extra: { a: '3' } });
      return null;
    }
    render(<Callers />, { wrapper: around(client) });
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/useRoom.*'cn:demo'.*'extra'/)]]);
    warn.mockRestore();
  });
});

describe('another target', () => {
  it('is shown with its own state in the first render, and the old one is given back', () => {
    client.store.rooms.set('cn:a', state({ status: 'joined' }));
    client.store.rooms.set('cn:b', state({ status: 'left', leftReason: 'kicked' }));
    const seen: string[] = [];
    const { rerender } = renderHook(
      ({ room }) => {
        const { status, leftReason } = useRoom(room);
        seen.push(`${room} ${status} ${String(leftReason)}`);
      },
      { wrapper: around(client), initialProps: { room: 'a' } },
    );
    rerender({ room: 'b' });
    expect(seen).toEqual(['a joined null', 'b left kicked']);
    expect(
      client.calls.filter(([name]) => String(name).startsWith('rooms.')).map(([name, , id]) => [name, id]),
    ).toEqual([
      ['rooms.acquire', 'a'],
      ['rooms.release', 'a'],
      ['rooms.acquire', 'b'],
    ]);
  });

  it('has its own failures', async () => {
    client.answer('room.sendMessage', () => Promise.reject(refusal));
    const { result, rerender } = renderHook(({ room }) => useRoom(room), {
      wrapper: around(client),
      initialProps: { room: 'a' },
    });
    await act(() => result.current.sendMessage('x').catch(() => undefined));
    expect(result.current.error).toBe(refusal);
    rerender({ room: 'b' });
    expect(result.current.error).toBeNull();
  });
});

describe('actions', () => {
  it('are the same functions in every component, and others only for another client or room', () => {
    const seen: (() => unknown)[][] = [];
    function Reader({ room }: { room: string }): ReactElement {
      const { join, leave, sendMessage } = useRoom(roomKey(room));
      const actions = useRoomActions(room);
      seen.push(
        [join, leave, sendMessage as () => unknown],
        [actions.join, actions.leave, actions.sendMessage as () => unknown],
      );
      return <p />;
    }
    const Around = around(client);
    render(
      <>
        <Reader room="a" />
        <Reader room="a" />
      </>,
      { wrapper: Around },
    );
    expect(new Set(seen.map(([join]) => join)).size).toBe(1);
    expect(new Set(seen.flat()).size).toBe(3);
    render(<Reader room="b" />, { wrapper: Around });
    render(<Reader room="a" />, { wrapper: around(scripted()) });
    expect(new Set(seen.flat()).size).toBe(9);
  });

  it('raise no unhandled rejection by themselves, and throw for whoever awaits', async () => {
    client.answer('room.sendMessage', () => Promise.reject(refusal));
    const { result } = renderHook(() => useRoom('demo'), { wrapper: around(client) });
    act(() => void result.current.sendMessage('x'));
    await settle();
    expect(unhandled).not.toHaveBeenCalled();
    await expect(act(() => result.current.sendMessage('x'))).rejects.toBe(refusal);
  });

  it('show a rejection as error until the next action begins', async () => {
    client.answer('room.sendMessage', () => Promise.reject(refusal));
    const { result } = renderHook(() => useRoom('demo'), { wrapper: around(client) });
    act(() => void result.current.sendMessage('x'));
    await settle();
    expect(result.current.error).toBe(refusal);
    client.answer('room.sendMessage', () => new Promise(() => undefined));
    act(() => void result.current.sendMessage('y'));
    expect(result.current.error).toBeNull();
  });

  it('show it in every component that reads the room', async () => {
    client.answer('room.sendMessage', () => Promise.reject(refusal));
    const Around = around(client);
    const reader = renderHook(() => useRoom('demo'), { wrapper: Around });
    const actor = renderHook(() => useRoomActions('demo'), { wrapper: Around });
    act(() => void actor.result.current.sendMessage('x'));
    await settle();
    expect(reader.result.current.error).toBe(refusal);
  });

  it('tell onError what failed, and where', async () => {
    const onError = vi.fn();
    client.answer('room.leave', () => Promise.reject(refusal));
    const { result } = renderHook(() => useRoom('demo'), { wrapper: around(client, onError) });
    act(() => void result.current.leave());
    await settle();
    expect(onError.mock.calls).toEqual([[refusal, { source: 'room.leave', target: 'cn:demo' }]]);
  });

  it('make a HummerError of anything else that is thrown', async () => {
    client.answer('room.join', () => Promise.reject(new TypeError('surprise')));
    const { result } = renderHook(() => useRoom('demo'), { wrapper: around(client) });
    act(() => void result.current.join());
    await settle();
    expect(result.current.error).toBeInstanceOf(HummerError);
    expect(result.current.error).toMatchObject({ message: 'surprise' });
  });

  it('reject for a target that is null, and say so', async () => {
    const onError = vi.fn();
    const { result } = renderHook(() => useRoom(null), { wrapper: around(client, onError) });
    const thrown = vi.fn();
    await act(() => result.current.join().catch(thrown));
    expect(thrown.mock.calls).toMatchObject([[{ code: 2001, action: 'fix-input' }]]);
    expect(result.current.error).toMatchObject({ code: 2001 });
    expect(onError).toHaveBeenCalledWith(expect.any(HummerError), { source: 'room.join', target: null });
  });

  it('check what a declared room says of its messages', async () => {
    const lesson = defineRoom({ messages: { chat: v.string() } });
    const { result } = renderHook(() => useRoom(lesson.room('demo')), { wrapper: around(client) });
    await act(() => result.current.sendMessage('hi', { type: 'chat' }));
    expect(client.calls.at(-1)).toEqual(['room.sendMessage', 'cn:demo', 'hi', { type: 'chat' }]);
    await expect(act(() => result.current.sendMessage(7 as never, { type: 'chat' }))).rejects.toMatchObject({
      context: { field: 'data' },
    });
    expect(client.names().filter((name) => name === 'room.sendMessage')).toHaveLength(1);
  });
});

describe('a join that core made by itself', () => {
  it('is shown and reported once when it fails, however many read it', () => {
    const onError = vi.fn();
    const error = new HummerError(5102, 'The room is full.');
    function Readers(): ReactElement {
      return (
        <p>
          {[useRoom('demo'), useRoom('demo')]
            .map((room) => `${room.status} ${String(room.error?.code)}`)
            .join(', ')}
        </p>
      );
    }
    const { container } = render(<Readers />, { wrapper: around(client, onError) });
    show('demo', { status: 'failed', error });
    expect(container.textContent).toBe('failed 5102, failed 5102');
    expect(onError.mock.calls).toEqual([[error, { source: 'room.join', target: 'cn:demo' }]]);
  });

  it('is reported once while it fails again and again for one reason, and anew after it worked', () => {
    const onError = vi.fn();
    renderHook(() => [useRoom('demo'), useRoom('demo')], { wrapper: around(client, onError) });
    const fail = (code: number): void => {
      show('demo', { status: 'joining' });
      show('demo', { status: 'failed', error: new HummerError(code, 'no') });
    };
    for (const code of [1005, 1005, 4000, 1005]) fail(code);
    show('demo', { status: 'joined' });
    fail(1005);
    expect(onError.mock.calls.map(([error]) => (error as HummerError).code)).toEqual([
      1005, 4000, 1005, 1005,
    ]);
  });

  it('makes a failed join() forgotten once the room is joined', async () => {
    client.answer('room.join', () => Promise.reject(refusal));
    const { result } = renderHook(() => useRoom('demo'), { wrapper: around(client) });
    act(() => void result.current.join());
    await settle();
    expect(result.current.error).toBe(refusal);
    show('demo', { status: 'joined' });
    expect(result.current).toMatchObject({ status: 'joined', error: null });
  });
});

describe('the result', () => {
  it('is the same frozen object in unrelated renders', () => {
    const { result, rerender } = renderHook(() => useRoom(roomKey('demo'), { extra: {} }), {
      wrapper: around(client),
    });
    const first = result.current;
    rerender();
    expect(result.current).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it('does not render for another room', () => {
    let renders = 0;
    renderHook(
      () => {
        renders++;
        return useRoom('demo');
      },
      { wrapper: around(client) },
    );
    show('other', { status: 'joined' });
    expect(renders).toBe(1);
    show('demo', { status: 'joined' });
    expect(renders).toBe(2);
  });
});
