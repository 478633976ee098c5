import { act, render, renderHook, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HummerError } from '../../../src/index.js';
import { HummerRoom } from '../../../src/hooks/compose/HummerRoom.js';
import { useCall } from '../../../src/hooks/compose/useCall.js';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { useRoomScope } from '../../../src/hooks/rooms/useRoomScope.js';
import { useIncomingCall } from '../../../src/hooks/signaling/useIncomingCall.js';
import { createTestBackend, type TestBackend } from '../../../src/testing/index.js';
import { createHummerWrapper } from '../../../src/testing/react.js';

let backend: TestBackend;

beforeEach(() => {
  backend = createTestBackend();
});

afterEach(async () => {
  await backend.close();
});

async function phone(uid: string, autoBusy = false) {
  const wrapper = createHummerWrapper({ backend, uid });
  const { result } = renderHook(() => ({ ...useCall({ autoBusy }), incoming: useIncomingCall() }), {
    wrapper,
    reactStrictMode: true,
  });
  await backend.settle();
  return result;
}

describe('useCall', () => {
  it('rings, is answered, and has both in its room until one hangs up', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob')];
    expect(ann.current).toMatchObject({ state: 'idle', endReason: null, inviteID: null, peers: [] });

    await act(() => ann.current.call({ uids: ['bob'], video: true }));
    await backend.clock.tick(200); // tabs without locks agree on who is heard
    expect(ann.current).toMatchObject({ state: 'dialling', peers: ['bob'], video: true });
    expect(bob.current).toMatchObject({ state: 'ringing', peers: ['ann'], video: true, ringsAloud: true });
    expect(bob.current.inviteID).toBe(ann.current.inviteID);
    expect(bob.current.incoming).toMatchObject({
      inviteID: ann.current.inviteID,
      inviter: 'ann',
      others: [],
      video: true,
      groupID: null,
      waiting: false,
      ringsAloud: true,
      expiresAt: backend.clock.now() + 29_800,
    });

    await act(() => bob.current.accept());
    await backend.settle();
    expect([ann.current.state, bob.current.state]).toEqual(['connected', 'connected']);
    expect(bob.current).toMatchObject({ incoming: null, ringsAloud: false });
    expect(ann.current.roomKey?.key).toBe(bob.current.roomKey?.key);

    await act(() => bob.current.hangUp());
    await backend.settle();
    expect(bob.current).toMatchObject({ state: 'ended', endReason: 'hangUp' });
    expect(ann.current).toMatchObject({ state: 'ended', endReason: 'hangUp', peers: ['bob'] });
  });

  it('joins the media once, in StrictMode and with a component that shows the room, and leaves it once', async () => {
    function Phone(): ReactElement {
      const { state, roomKey, accept } = useCall();
      const shown = state === 'connecting' || state === 'connected';
      return (
        <>
          <button onClick={() => void accept()}>{state}</button>
          {shown && (
            <HummerRoom roomId={roomKey} media={{}}>
              <Inside />
            </HummerRoom>
          )}
        </>
      );
    }
    function Inside(): ReactElement {
      return <p>{useRtc(useRoomScope()).status}</p>;
    }
    render(<Phone />, { wrapper: createHummerWrapper({ backend, uid: 'bob' }), reactStrictMode: true });
    const ann = await phone('ann');
    await act(() => ann.current.call('bob'));
    await backend.settle();
    act(() => {
      screen.getByText('ringing').click();
    });
    await backend.settle();
    expect(screen.getByText('joined')).toBeDefined();
    expect(screen.getByText('connected')).toBeDefined();
    await act(() => ann.current.hangUp());
    await backend.clock.tick(1_000);
    expect(screen.getByText('ended')).toBeDefined();
    const of = (uid: string, event: string) =>
      backend.server.log().filter((entry) => entry.uid === uid && entry.event === event).length;
    expect([of('bob', 'join'), of('bob', 'leave')]).toEqual([1, 1]);
    expect([of('bob', 'room:join'), of('bob', 'room:leave')]).toEqual([1, 1]);
    expect(of('bob', 'signaling:accept')).toBe(1);
  });

  it('is the same call in every component, and outlives them', async () => {
    const wrapper = createHummerWrapper({ backend, hummer: backend.connect({ uid: 'ann' }) });
    const first = renderHook(() => useCall(), { wrapper });
    const second = renderHook(() => useCall(), { wrapper });
    await backend.settle();
    await act(() => first.result.current.call('bob'));
    await backend.settle();
    expect(second.result.current.state).toBe('dialling');
    expect(second.result.current.hangUp).toBe(first.result.current.hangUp);
    first.unmount();
    second.unmount();
    await backend.clock.tick(1_000);
    const third = renderHook(() => useCall(), { wrapper });
    expect(third.result.current).toMatchObject({ state: 'dialling', peers: ['bob'] });
  });

  it('renders only for what changes in it, and its actions stay the same', async () => {
    const ann = await phone('ann');
    let renders = 0;
    const bob = renderHook(
      () => {
        renders++;
        return useCall();
      },
      { wrapper: createHummerWrapper({ backend, uid: 'bob' }) },
    );
    await backend.settle();
    const { accept, call } = bob.result.current;
    await act(() => ann.current.call('bob'));
    await backend.settle();
    await backend.clock.tick(200);
    expect(bob.result.current).toMatchObject({ state: 'ringing', ringsAloud: true });
    renders = 0;
    await backend.clock.tick(10_000);
    const eve = backend.peer('eve');
    await backend.settle();
    await act(() => eve.hummer.signaling.invite({ userID: 'bob', data: 'no call' }));
    await backend.settle();
    expect(renders).toBe(0);
    expect([bob.result.current.accept, bob.result.current.call]).toEqual([accept, call]);
  });

  it('shows why a call failed, and tells onError once', async () => {
    const hummer = backend.connect({ uid: 'ann' });
    const told: string[] = [];
    const onError = ({ code }: HummerError, { source }: { source: string }): void => {
      told.push(`${source} ${code}`);
    };
    createHummerWrapper({ backend }); // moves the backend inside act
    const { result } = renderHook(() => useCall(), {
      wrapper: ({ children }) => <HummerProvider {...{ hummer, onError, children }} />,
    });
    await backend.settle();
    act(() => {
      void result.current.call({ uids: ['bob'], groupID: 'club' }); // nobody awaits: no unhandled rejection
    });
    await backend.settle();
    expect(result.current).toMatchObject({ state: 'ended', endReason: 'unknown', error: { code: 8011 } });
    await act(() => expect(result.current.accept()).rejects.toMatchObject({ code: 8010 }));
    expect(told).toEqual(['call.call 8011', 'call.accept 8010']);
  });

  it('says busy by itself for as long as a component wants that', async () => {
    const [ann, bob] = [await phone('ann'), await phone('bob', true)];
    await act(() => ann.current.call('bob'));
    await backend.settle();
    await act(() => bob.current.accept());
    const eve = await phone('eve');
    await act(() => eve.current.call('bob'));
    await backend.settle();
    expect(eve.current).toMatchObject({ state: 'ended', endReason: 'busy' });
    expect(bob.current).toMatchObject({ state: 'connected', incoming: null });
  });

  it('lets a second call wait, and answers it by hanging up the first', async () => {
    const [ann, bob, eve] = [await phone('ann'), await phone('bob'), await phone('eve')];
    await act(() => ann.current.call('bob'));
    await backend.settle();
    await act(() => bob.current.accept());
    await act(() => eve.current.call('bob'));
    await backend.settle();
    expect(bob.current.incoming).toMatchObject({ inviter: 'eve', waiting: true, ringsAloud: false });
    await act(async () => bob.current.incoming?.accept());
    await backend.settle();
    expect(bob.current).toMatchObject({ state: 'connected', peers: ['eve'], incoming: null });
    expect(ann.current).toMatchObject({ state: 'ended', endReason: 'hangUp' });
  });
});
