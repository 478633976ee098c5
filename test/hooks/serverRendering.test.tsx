import type { ReactElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { act } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HummerRoom } from '../../src/hooks/compose/HummerRoom.js';
import { HummerProvider } from '../../src/hooks/connection/HummerProvider.js';
import { useConnectionState } from '../../src/hooks/connection/useConnectionState.js';
import { useLocalUid } from '../../src/hooks/connection/useLocalUid.js';
import { useLogin } from '../../src/hooks/connection/useLogin.js';
import { useActiveSpeakers } from '../../src/hooks/media/useActiveSpeakers.js';
import { useAudioLevel } from '../../src/hooks/media/useAudioLevel.js';
import { useAudioToggle } from '../../src/hooks/media/useAudioToggle.js';
import { useAutoplay } from '../../src/hooks/media/useAutoplay.js';
import { useDevices } from '../../src/hooks/media/useDevices.js';
import { useIsSpeaking } from '../../src/hooks/media/useIsSpeaking.js';
import { useLocalStream } from '../../src/hooks/media/useLocalStream.js';
import { useLocalStreams } from '../../src/hooks/media/useLocalStreams.js';
import { usePublish } from '../../src/hooks/media/usePublish.js';
import { useRemoteStream } from '../../src/hooks/media/useRemoteStream.js';
import { useRemoteStreams } from '../../src/hooks/media/useRemoteStreams.js';
import { useRtc } from '../../src/hooks/media/useRtc.js';
import { useStreamTrack } from '../../src/hooks/media/useStreamTrack.js';
import { usePeerMessages } from '../../src/hooks/peers/usePeerMessages.js';
import { useUsersOnlineStatus } from '../../src/hooks/peers/useUsersOnlineStatus.js';
import { useMember } from '../../src/hooks/rooms/useMember.js';
import { useRoom } from '../../src/hooks/rooms/useRoom.js';
import { useRoomAttribute } from '../../src/hooks/rooms/useRoomAttribute.js';
import { useRoomAttributes } from '../../src/hooks/rooms/useRoomAttributes.js';
import { useRoomMembers } from '../../src/hooks/rooms/useRoomMembers.js';
import { useRoomMessages } from '../../src/hooks/rooms/useRoomMessages.js';
import { useRoomUserCount } from '../../src/hooks/rooms/useRoomUserCount.js';
import { useRoomScope } from '../../src/hooks/rooms/useRoomScope.js';
import { LOCAL_STREAMS } from '../../src/store/clientStore.js';
import type { StreamKey } from '../../src/store/state.js';
import { scripted, type Scripted } from './support/scripted.js';

const ANA: StreamKey = Object.freeze({ streamId: 'ana-main', uid: 'ana', source: 'main', isLocal: false });
const MAIN: StreamKey = Object.freeze({ streamId: 'main', uid: 'me', source: 'main', isLocal: true });

/** What each hook says, as text. */
function Everything(): ReactElement {
  const room = useRoomScope();
  const said = {
    connection: useConnectionState().state,
    uid: useLocalUid(),
    login: useLogin().status,
    room: useRoom(room).status,
    members: useRoomMembers(room),
    member: useMember(room, 'ana'),
    messages: useRoomMessages(room).messages.length,
    peer: usePeerMessages('ana').messages.length,
    online: useUsersOnlineStatus(['ana']),
    counts: useRoomUserCount(['demo', 'library']),
    attributes: useRoomAttributes(room).attributes,
    title: useRoomAttribute(room, 'title') ?? null,
    rtc: useRtc(room).status,
    camera: useLocalStream({ audio: true }).status,
    local: useLocalStreams().length,
    published: usePublish(room, MAIN).status,
    remote: useRemoteStreams(room).length,
    ana: useRemoteStream(ANA).hasVideo,
    track: useStreamTrack(ANA, 'video')?.id ?? null,
    speaking: useIsSpeaking(ANA),
    speakers: useActiveSpeakers(room),
    muted: useAudioToggle(MAIN).pressed,
    sound: useAutoplay(room).blocked,
    output: useDevices('speaker').outputSelectable,
  };
  useAudioLevel(ANA, () => undefined);
  return <p>{JSON.stringify(said)}</p>;
}

/** A client in the middle of a meeting. */
function busy(): Scripted {
  const client = scripted();
  const { store } = client;
  client.login({ status: 'logged-in', uid: 'me' });
  store.session.setState({
    autoplayBlocked: true,
    connection: { state: 'CONNECTED', reason: 'LOGIN_SUCCESS' },
  });
  store.rooms.set('cn:demo', { status: 'joined', leftReason: null, error: null, continuity: 'ok' });
  store.memberIds.set('cn:demo', ['me', 'ana']);
  client.member('demo', 'ana');
  const attributes = { title: 'Hi' };
  store.roomAttributes.set('cn:demo', {
    confirmed: attributes,
    pending: [],
    attributes,
    revision: 1,
    lastUpdate: null,
  });
  const gap = { kind: 'gap', id: 'g', from: 1, to: 2 } as const;
  store.roomMessages.set('cn:demo', [gap]);
  store.peerMessages.set('ana', [gap]);
  store.online.set('ana', { online: true, status: 'ready', error: null });
  store.rtc.set('cn:demo', {
    status: 'joined',
    leftReason: null,
    error: null,
    role: 'speaker',
    displayName: '',
  });
  store.localStreamKeys.set(LOCAL_STREAMS, [MAIN]);
  store.remoteStreamKeys.set('cn:demo', [ANA]);
  store.speaking.set('ana-main', true);
  store.activeSpeakers.set('cn:demo', ['ana']);
  return client;
}

const tree = ({ hummer }: Scripted): ReactElement => (
  <HummerProvider hummer={hummer} uid="me">
    <HummerRoom roomId="demo" media={{}}>
      <Everything />
    </HummerRoom>
  </HummerProvider>
);

describe('on a server', () => {
  it('every hook gives its initial state and asks for nothing, whatever the client holds', () => {
    const client = busy();
    expect(renderToString(tree(client))).toBe(renderToString(tree(scripted())));
    expect(client.calls).toEqual([]);
  });

  it('leaves nothing behind after 1,000 renders', () => {
    const client = busy();
    for (let count = 0; count < 1_000; count++) renderToString(tree(client));
    const { members, rooms, roomMessages, remoteStreams, localStreams, devices, speaking } = client.store;
    for (const table of [members, rooms, roomMessages, remoteStreams, localStreams, devices, speaking]) {
      expect(table.size().stores).toBe(0);
    }
    expect(client.clock.pending()).toBe(0);
  });
});

describe('in the page', () => {
  const error = vi.spyOn(console, 'error');
  const container = document.createElement('div');
  beforeEach(() => {
    error.mockClear();
    document.body.append(container);
  });
  afterEach(() => {
    container.remove();
  });

  it('takes over what the server rendered without a warning, then shows what the client holds', async () => {
    const client = busy();
    container.innerHTML = renderToString(tree(scripted()));
    const recovered = vi.fn();
    const root = await act(() => hydrateRoot(container, tree(client), { onRecoverableError: recovered }));
    expect(JSON.parse(container.textContent) as object).toMatchObject({
      connection: 'CONNECTED',
      uid: 'me',
      room: 'joined',
      members: ['me', 'ana'],
      title: 'Hi',
      online: { data: ['ana'] },
      remote: 1,
      speaking: true,
      output: true,
    });
    expect(recovered).not.toHaveBeenCalled();
    expect(error).not.toHaveBeenCalled();
    act(() => {
      root.unmount();
    });
  });
});
