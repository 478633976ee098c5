import { act, render, renderHook, screen } from '@testing-library/react';
import { memo, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TSignaling, type HummerError } from '../../../src/index.js';
import { useCall } from '../../../src/hooks/compose/useCall.js';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import { useIncomingCall } from '../../../src/hooks/signaling/useIncomingCall.js';
import { useInvitation } from '../../../src/hooks/signaling/useInvitation.js';
import { useInvitations } from '../../../src/hooks/signaling/useInvitations.js';
import { useSignalingActions } from '../../../src/hooks/signaling/useSignalingActions.js';
import { useSignalingEvent } from '../../../src/hooks/signaling/useSignalingEvent.js';
import { internalsOf } from '../../../src/core/internals.js';
import { createTestBackend, type TestBackend } from '../../../src/testing/index.js';
import { createHummerWrapper } from '../../../src/testing/react.js';

let backend: TestBackend;

beforeEach(() => {
  backend = createTestBackend();
});

afterEach(async () => {
  await backend.close();
});

async function invite(data: string): Promise<string> {
  const peer = backend.peer('ann');
  await backend.settle();
  const answer = await peer.hummer.signaling.invite({ userID: 'me', data });
  await backend.settle();
  return answer.data.inviteID;
}

describe('useInvitations', () => {
  it('lists what is open by its direction, and is the same list until one comes or ends', async () => {
    const { result } = renderHook(
      () => ({
        all: useInvitations(),
        incoming: useInvitations({ direction: 'incoming' }),
        outgoing: useInvitations({ direction: 'outgoing' }),
        invite: useSignalingActions().invite,
      }),
      { wrapper: createHummerWrapper({ backend }), reactStrictMode: true },
    );
    await backend.settle();
    expect(result.current.all).toEqual([]);
    const first = await invite('tennis?');
    const { data } = await act(() => result.current.invite({ userID: 'bob' }));
    await backend.settle();
    expect(result.current).toMatchObject({
      all: [first, data.inviteID],
      incoming: [first],
      outgoing: [data.inviteID],
    });
    const { incoming } = result.current;
    await act(() =>
      backend.peer('ann').hummer.signaling.modifyInvitation({ inviteID: first, data: 'chess?' }),
    );
    await backend.settle();
    expect(result.current.incoming).toBe(incoming);
    await act(() => backend.peer('ann').hummer.signaling.cancel({ inviteID: first }));
    await backend.settle();
    expect(result.current.all).toEqual([data.inviteID]);
  });
});

describe('useInvitation', () => {
  it('renders only the readers of the invitation that changed, and the list not at all', async () => {
    const renders = new Map<string, number>();
    const count = (name: string): void => void renders.set(name, (renders.get(name) ?? 0) + 1);
    const Card = memo(function Card({ id }: { id: string }) {
      const { invitation } = useInvitation(id);
      count(invitation?.data ?? '');
      return <li>{invitation?.data}</li>;
    });
    function List(): ReactElement {
      count('list');
      return (
        <ul>
          {useInvitations().map((id) => (
            <Card key={id} id={id} />
          ))}
        </ul>
      );
    }
    render(<List />, { wrapper: createHummerWrapper({ backend }) });
    await backend.settle();
    await invite('tennis?');
    const second = await invite('chess?');
    renders.clear();
    await act(() =>
      backend.peer('ann').hummer.signaling.modifyInvitation({ inviteID: second, data: 'darts?' }),
    );
    await backend.settle();
    expect([...renders]).toEqual([['darts?', 1]]);
    renders.clear();
    await backend.clock.tick(10_000);
    expect([...renders]).toEqual([]); // no second that passes renders
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['tennis?', 'darts?']);
  });

  it('answers, with the same functions in every component', async () => {
    const wrapper = createHummerWrapper({ backend });
    const list = renderHook(() => useInvitations(), { wrapper });
    await backend.settle();
    const inviteID = await invite('tennis?');
    const { result } = renderHook(() => [useInvitation(inviteID), useInvitation(inviteID)] as const, {
      wrapper,
    });
    const [first, second] = result.current;
    expect(first.accept).toBe(second.accept);
    expect(first.invitation).toMatchObject({
      inviter: 'ann',
      direction: 'incoming',
      state: 'invited',
      expiresAt: backend.clock.now() + 30_000,
    });
    await act(() => first.accept('yes'));
    await backend.settle();
    expect(result.current[0].invitation).toMatchObject({
      state: 'accepted',
      invitees: [{ uid: 'me', state: 'accepted', data: 'yes', reached: true }],
    });
    expect(result.current[0].accept).toBe(first.accept);
    expect(list.result.current).toEqual([]);
  });

  it('shows why an answer failed, tells onError, and rejects whoever awaits', async () => {
    const hummer = backend.connect({ uid: 'me' });
    const told: [string, string | null][] = [];
    const onError = (_: HummerError, from: { source: string; target: string | null }): void => {
      told.push([from.source, from.target]);
    };
    createHummerWrapper({ backend }); // moves the backend inside act
    const { result } = renderHook(() => useInvitation('gone'), {
      wrapper: ({ children }) => <HummerProvider {...{ hummer, onError, children }} />,
    });
    await backend.settle();
    await act(() => expect(result.current.accept()).rejects.toMatchObject({ code: 8010 }));
    expect(result.current.error).toMatchObject({ code: 8010 });
    expect(result.current.invitation).toBeNull();
    expect(told).toEqual([['invitation.accept', 'gone']]);
  });

  it('of nothing yet answers nothing, and says so', async () => {
    const { result } = renderHook(() => useInvitation(null), { wrapper: createHummerWrapper({ backend }) });
    await backend.settle();
    expect(result.current.invitation).toBeNull();
    await act(() => expect(result.current.accept()).rejects.toMatchObject({ code: 2001 }));
  });
});

describe('useSignalingEvent', () => {
  it('calls the latest handler after the state is in place, and never renders', async () => {
    let renders = 0;
    const seen: unknown[] = [];
    const { rerender } = renderHook(
      ({ word }) => {
        renders++;
        useSignalingEvent(TSignaling.NEW_INVITATION_RECEIVED, ({ inviteID, data }) => {
          seen.push([word, data, hummer.inspect().entities['invitations']?.[inviteID] !== undefined]);
        });
      },
      {
        wrapper: createHummerWrapper({ backend, uid: 'me' }),
        initialProps: { word: 'old' },
        reactStrictMode: true,
      },
    );
    const hummer = backend.connect({ uid: 'me', autoLogin: false });
    await backend.settle();
    rerender({ word: 'new' });
    renders = 0;
    await invite('tennis?');
    expect(seen.map((entry) => (entry as unknown[]).slice(0, 2))).toEqual([['new', 'tennis?']]);
    expect(renders).toBe(0);
  });
});

describe('on a server', () => {
  it('hooks of invitations and calls render what is not there, and leave nothing behind', () => {
    function Everything(): ReactElement {
      const said = {
        ids: useInvitations(),
        invitation: useInvitation('i').invitation,
        incoming: useIncomingCall(),
        call: useCall().state,
        peers: useCall().peers,
      };
      return <p>{JSON.stringify(said)}</p>;
    }
    const hummer = backend.connect({ uid: 'me', autoLogin: false });
    for (let i = 0; i < 100; i++) {
      const html = renderToString(
        <HummerProvider hummer={hummer}>
          <Everything />
        </HummerProvider>,
      );
      expect(html).toContain('&quot;call&quot;:&quot;idle&quot;');
    }
    const { invitations, calls } = internalsOf(hummer).store;
    expect([invitations.size().stores, calls.size().stores]).toEqual([0, 0]);
  });
});
