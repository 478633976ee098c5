import { act, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HummerRoom, type HummerRoomProps } from '../../../src/hooks/compose/HummerRoom.js';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import { roomKey } from '../../../src/hooks/internal/roomKey.js';
import { useScopedRoom } from '../../../src/hooks/internal/scope.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { defineRoom } from '../../../src/hooks/rooms/defineRoom.js';
import { useRoomMembers } from '../../../src/hooks/rooms/useRoomMembers.js';
import { useRoomScope } from '../../../src/hooks/rooms/useRoomScope.js';
import { HummerError } from '../../../src/protocol/errors.js';
import { around, scripted, type Scripted } from '../support/scripted.js';

let client: Scripted;
const warn = vi.spyOn(console, 'warn');
beforeEach(() => {
  client = scripted();
  warn.mockImplementation(() => undefined).mockClear();
});
afterEach(() => {
  expect(warn).not.toHaveBeenCalled();
});

const room = (props: Omit<HummerRoomProps, 'children'>, children?: ReactElement): ReactElement => (
  <HummerRoom {...props}>{children}</HummerRoom>
);
const calls = (name: string): unknown[][] => client.calls.filter(([called]) => called === name);

describe('HummerRoom', () => {
  it('joins its room, and is the scope of what is inside', () => {
    const seen: (string | undefined)[] = [];
    function Scope(): null {
      seen.push(useRoomScope()?.key);
      return null;
    }
    const { rerender } = render(room({ roomId: 'demo' }, <Scope />), { wrapper: around(client) });
    rerender(room({ roomId: roomKey('demo', { region: 'us' }) }, <Scope />));
    rerender(room({ roomId: null }, <Scope />));
    expect(seen).toEqual(['cn:demo', 'us:demo', undefined]);
    expect(calls('rooms.acquire').map(([, region, id]) => [region, id])).toEqual([
      ['cn', 'demo'],
      ['us', 'demo'],
    ]);
    expect(calls('rooms.release')).toHaveLength(2);
  });

  it('gives components its room without the declaration, which only the app has to know', () => {
    const shape = { attributes: {}, messages: {} };
    const seen: unknown[] = [];
    function Part(): null {
      seen.push(
        useScopedRoom(undefined),
        useScopedRoom(defineRoom(shape).room('named')),
        useScopedRoom('id'),
      );
      return null;
    }
    render(room({ roomId: defineRoom(shape).room('demo') }, <Part />), { wrapper: around(client) });
    expect(seen).toEqual([roomKey('demo'), roomKey('named'), 'id']);
  });

  it('does not render its children for an equal key', () => {
    let renders = 0;
    function Scope(): null {
      useRoomScope();
      renders++;
      return null;
    }
    const scope = <Scope />;
    const { rerender } = render(room({ roomId: roomKey('demo') }, scope), { wrapper: around(client) });
    rerender(room({ roomId: roomKey('demo'), extra: {} }, scope));
    expect(renders).toBe(1);
  });

  it('reports a failed join though nothing reads it', () => {
    const onError = vi.fn();
    render(room({ roomId: 'demo' }), { wrapper: around(client, onError) });
    const error = new HummerError(5102, 'The room is full.');
    act(() => {
      client.store.rooms.set('cn:demo', { status: 'failed', leftReason: null, error, continuity: 'ok' });
    });
    expect(onError.mock.calls).toEqual([[error, { source: 'room.join', target: 'cn:demo' }]]);
  });

  it('renders on the server without asking for anything', () => {
    function Members(): ReactElement {
      return <p>{useRoomMembers(useRoomScope()).length}</p>;
    }
    const html = renderToString(
      <HummerProvider hummer={client.hummer}>
        {room({ roomId: 'demo', media: {} }, <Members />)}
      </HummerProvider>,
    );
    expect(html).toBe('<p>0</p>');
    expect(client.calls).toEqual([]);
  });

  it('counts as the member for readers inside, which are quiet then', async () => {
    function Members(): null {
      useRoomMembers(useRoomScope());
      return null;
    }
    render(room({ roomId: 'demo' }, <Members />), { wrapper: around(client), reactStrictMode: true });
    await act(() => client.clock.tick(0));
  });

  it('is missed by a reader of a room that nothing joins, which warns once', async () => {
    function Members(): null {
      useRoomMembers('demo');
      useRoomMembers('demo');
      return null;
    }
    render(<Members />, { wrapper: around(client), reactStrictMode: true });
    await act(() => client.clock.tick(0));
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/useRoomMembers reads the room 'demo'.*<HummerRoom roomId="demo">/)],
    ]);
    warn.mockClear();
  });

  it('is not missed by a reader that leaves with it at once', async () => {
    function Members(): null {
      useRoomMembers('demo');
      return null;
    }
    const { unmount } = render(room({ roomId: 'demo' }, <Members />), { wrapper: around(client) });
    unmount();
    await act(() => client.clock.tick(0));
  });
});

describe('the media of a HummerRoom', () => {
  it('is not touched by default', async () => {
    render(room({ roomId: 'demo' }), { wrapper: around(client) });
    await act(() => client.clock.tick(0));
    expect(client.internals.hasMedia).toBe(false);
  });

  it('is joined at once where a hook has brought it, with live options and one release', () => {
    function Rtc(): null {
      useRtc(null);
      return null;
    }
    const { rerender, unmount } = render(room({ roomId: 'demo', media: { role: 'audience' } }, <Rtc />), {
      wrapper: around(client),
    });
    expect(calls('media.acquire')).toEqual([['media.acquire', 'cn:demo', { role: 'audience' }]]);
    rerender(room({ roomId: 'demo', media: { role: 'audience' } }, <Rtc />));
    rerender(room({ roomId: 'demo', media: { role: 'speaker' } }, <Rtc />));
    expect(calls('media.update').at(-1)).toEqual(['media.update', 'cn:demo', { role: 'speaker' }]);
    expect(calls('media.acquire')).toHaveLength(1);
    rerender(room({ roomId: 'demo', media: false }, <Rtc />));
    unmount();
    expect(calls('media.release')).toEqual([['media.release', 'cn:demo']]);
  });

  it('is loaded where nothing has brought it', async () => {
    render(room({ roomId: 'demo', media: {} }), { wrapper: around(client) });
    expect(client.internals.hasMedia).toBe(false);
    await vi.waitFor(() => {
      expect(calls('media.acquire')).toHaveLength(1);
    });
  });

  it('is not joined if the room is gone before it is loaded', async () => {
    render(room({ roomId: 'demo', media: {} }), { wrapper: around(client) }).unmount();
    await vi.waitFor(() => {
      expect(client.internals.hasMedia).toBe(true);
    });
    await client.clock.tick(0);
    expect(calls('media.acquire')).toEqual([]);
  });
});
