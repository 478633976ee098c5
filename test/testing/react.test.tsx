import { render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { HummerRoom } from '../../src/hooks/compose/HummerRoom.js';
import { useConnectionState } from '../../src/hooks/connection/useConnectionState.js';
import { useActiveSpeakers } from '../../src/hooks/media/useActiveSpeakers.js';
import { useIsSpeaking } from '../../src/hooks/media/useIsSpeaking.js';
import { useRemoteStream } from '../../src/hooks/media/useRemoteStream.js';
import { useRemoteStreams } from '../../src/hooks/media/useRemoteStreams.js';
import { useRoom } from '../../src/hooks/rooms/useRoom.js';
import { useRoomMembers } from '../../src/hooks/rooms/useRoomMembers.js';
import { useRoomMessages } from '../../src/hooks/rooms/useRoomMessages.js';
import type { StreamKey } from '../../src/store/state.js';
import { createTestBackend } from '../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../src/testing/backend/TestBackend.js';
import { countRenders } from '../../src/testing/countRenders.js';
import { fakeBrowser, type FakeBrowser } from '../../src/testing/media/fakeBrowser.js';
import { createHummerWrapper, renderHookWithHummer, renderWithHummer } from '../../src/testing/react.js';

function Members() {
  return (
    <ul>
      {useRoomMembers('demo').map((uid) => (
        <li key={uid}>{uid}</li>
      ))}
    </ul>
  );
}

const names = (): (string | null)[] => screen.queryAllByRole('listitem').map((item) => item.textContent);

describe('renderWithHummer', () => {
  let backend: TestBackend;
  let complaints: MockInstance<typeof console.error>;

  beforeEach(() => {
    backend = createTestBackend();
    complaints = vi.spyOn(console, 'error');
  });
  afterEach(async () => {
    await backend.close();
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  });

  it('signs in, joins, and shows who comes and goes, without a word about act', async () => {
    renderWithHummer(<Members />, { backend, uid: 'ann', room: 'demo' });
    expect(names()).toEqual([]);
    await backend.settle();
    expect(names()).toEqual(['ann']);
    await backend.peer('bob').join('demo');
    await backend.settle();
    expect(names()).toEqual(['ann', 'bob']);
    await backend.peer('bob').leave();
    await backend.settle();
    expect(names()).toEqual(['ann']);
  });

  it('lets peers act at once', async () => {
    renderWithHummer(<Members />, { backend, uid: 'ann', room: 'demo' });
    await backend.settle();
    await Promise.all(['bob', 'eve', 'max'].map((uid) => backend.peer(uid).join('demo')));
    await backend.settle();
    expect(names().toSorted()).toEqual(['ann', 'bob', 'eve', 'max']);
  });

  it('logs in, joins and leaves once in StrictMode', async () => {
    const { unmount } = renderWithHummer(<Members />, { backend, uid: 'ann', room: 'demo', strict: true });
    await backend.settle();
    const left: string[] = [];
    const bob = backend.peer('bob');
    await bob.join('demo');
    const room = bob.hummer.createInstance().createRoom({ region: 'cn', roomId: 'demo' });
    room.on('NotifyLeaveRoom', ({ uids }) => left.push(...uids));
    unmount();
    await backend.clock.tick(1_000);
    const asked = backend.server.log().filter(({ uid }) => uid === 'ann');
    expect(asked.map(({ event }) => event)).toEqual(['session:login', 'room:join', 'session:logout']);
    expect(left).toEqual(['ann']);
  });

  it('shows a drop and the way back', async () => {
    const { result } = renderHookWithHummer(
      () => ({ connection: useConnectionState(), room: useRoom('demo') }),
      {
        backend,
        uid: 'ann',
      },
    );
    await backend.settle();
    expect(result.current.room.status).toBe('joined');
    await backend.settle();
    backend.faults.goOffline();
    await backend.settle();
    expect(result.current.connection.state).toBe('RECONNECTING');
    expect(result.current.room.status).toBe('reconnecting');
    backend.faults.goOnline();
    await backend.settle();
    expect(result.current.room.status).toBe('joined');
  });

  it('rolls a refused message back to failed, and a retry sends it', async () => {
    const { result } = renderHookWithHummer(() => useRoomMessages('demo'), {
      backend,
      uid: 'ann',
      room: 'demo',
    });
    await backend.settle();
    backend.faults.failNext('room:publish', 3009);
    result.current.send('hello').catch(() => undefined);
    await backend.settle();
    const [failed] = result.current.messages;
    expect(failed).toMatchObject({ status: 'failed', error: { code: 3009 } });
    result.current.retry(failed?.id ?? '').catch(() => undefined);
    await backend.settle();
    expect(result.current.messages).toMatchObject([{ id: failed?.id, status: 'sent', data: 'hello' }]);
  });

  it('is two tabs of one member with two wrappers of one uid', async () => {
    const Room = () => (
      <HummerRoom roomId="demo">
        <Members />
      </HummerRoom>
    );
    render(<Room />, { wrapper: createHummerWrapper({ backend, uid: 'ann' }) });
    const second = render(<Room />, { wrapper: createHummerWrapper({ backend, uid: 'ann' }) });
    await backend.settle();
    expect((await backend.server.rooms()).map(({ members }) => members)).toEqual([['ann']]);
    second.unmount();
    await backend.clock.tick(1_000);
    expect((await backend.server.rooms()).map(({ members }) => members)).toEqual([['ann']]);
  });

  describe('with media', () => {
    let browser: FakeBrowser;
    beforeEach(() => {
      browser = fakeBrowser();
    });
    afterEach(() => {
      browser();
    });

    function Tile({ stream }: { stream: StreamKey }) {
      const { hasAudio, hasVideo, audioMuted } = useRemoteStream(stream);
      const speaking = useIsSpeaking(stream);
      const parts = [hasAudio && 'audio', hasVideo && 'video', audioMuted && 'muted', speaking && 'speaking'];
      return <li>{[stream.uid, ...parts].filter(Boolean).join(' ')}</li>;
    }

    it('shows what a peer publishes, mutes and says', async () => {
      const Grid = () => (
        <ul aria-label={useActiveSpeakers('demo').join()}>
          {useRemoteStreams('demo').map((stream) => (
            <Tile key={stream.streamId} stream={stream} />
          ))}
        </ul>
      );
      renderWithHummer(<Grid />, { backend, uid: 'ann', room: 'demo', media: {} });
      await backend.settle();
      const bob = backend.peer('bob');
      await bob.publish('demo', { audio: true, video: true });
      await backend.settle();
      expect(names()).toEqual(['bob audio video']);
      bob.speak(0.8);
      await backend.clock.tick(600);
      expect(names()).toEqual(['bob audio video speaking']);
      expect(screen.getByRole('list')).toHaveAccessibleName('bob');
      bob.speak(0);
      await backend.clock.tick(2_000);
      expect(names()).toEqual(['bob audio video']);
      await bob.mute('audio');
      await backend.settle();
      expect(names()).toEqual(['bob audio video muted']);
      await bob.leave();
      await backend.settle();
      expect(names()).toEqual([]);
    });

    it('renders nothing but the speaker among 25 people', async () => {
      const others = new Map<string, number>();
      const Row = (props: { stream: StreamKey }) => {
        others.set(props.stream.uid, (others.get(props.stream.uid) ?? 0) + 1);
        return Tile(props);
      };
      const List = countRenders(() => (
        <ul>
          {useRemoteStreams('demo').map((stream) => (
            <Row key={stream.streamId} stream={stream} />
          ))}
        </ul>
      ));
      renderWithHummer(<List />, { backend, uid: 'ann', room: 'demo', media: { role: 'audience' } });
      await backend.settle();
      for (let i = 0; i < 25; i++) await backend.peer(`peer${String(i)}`).publish('demo', { audio: true });
      await backend.settle();
      expect(names()).toHaveLength(25);
      List.reset();
      others.clear();
      for (let i = 0; i < 50; i++) {
        backend.peer('peer7').speak(i % 2 === 0 ? 0.9 : 0);
        await backend.clock.tick(1_000);
      }
      expect(others.get('peer7')).toBeGreaterThan(10);
      others.delete('peer7');
      expect([...others]).toEqual([]);
      expect(List.renders).toBe(0);
    });
  });
});
