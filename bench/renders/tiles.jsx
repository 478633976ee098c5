import { act } from 'react';
import { createRoot } from 'react-dom/client';
import {
  HummerProvider,
  HummerRoom,
  useIsSpeaking,
  useRemoteStream,
  useRemoteStreams,
  useRoomMembers,
  useRoomScope,
} from 'hummer-react';
import { createTestBackend, fakeBrowser } from 'hummer-react/testing';

/** A grid as an app writes it: a list of keys, and a tile per key that reads its own stream. */
const renders = { list: 0, members: 0, tiles: new Map() };

function Tile({ stream }) {
  renders.tiles.set(stream.uid, (renders.tiles.get(stream.uid) ?? 0) + 1);
  const { hasVideo } = useRemoteStream(stream);
  const speaking = useIsSpeaking(stream);
  return <span data-speaking={speaking}>{hasVideo ? 'video' : 'audio'}</span>;
}

function Grid() {
  renders.list++;
  return useRemoteStreams(useRoomScope()).map((stream) => <Tile key={stream.streamId} stream={stream} />);
}

function Members() {
  renders.members++;
  return useRoomMembers(useRoomScope()).length;
}

/** Renders of a grid with `peers` people while one of them speaks and falls silent, `events` times in all. */
export async function countTiles({ peers, events }) {
  const browser = fakeBrowser();
  const backend = createTestBackend();
  const hummer = backend.connect({ uid: 'viewer' });
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () => {
    root.render(
      <HummerProvider hummer={hummer}>
        <HummerRoom roomId="bench" media={{ role: 'audience' }}>
          <Grid />
          <Members />
        </HummerRoom>
      </HummerProvider>,
    );
    await backend.settle();
  });
  const people = Array.from({ length: peers }, (_, i) => backend.peer(`peer${i}`));
  for (const peer of people) {
    await act(async () => {
      await peer.join('bench');
      await peer.publish('bench', { audio: true, video: true });
      await backend.settle();
    });
  }
  const mounted = renders.tiles.size;
  renders.list = renders.members = 0;
  renders.tiles.clear();
  for (let i = 0; i < events; i++) {
    await act(async () => {
      people[0].speak(i % 2 === 0 ? 0.8 : 0);
      await backend.clock.tick(1_000);
      await backend.settle();
    });
  }
  const speaker = renders.tiles.get('peer0') ?? 0;
  renders.tiles.delete('peer0');
  const others = [...renders.tiles.values()].reduce((sum, count) => sum + count, 0);
  await act(async () => root.unmount());
  await backend.close();
  browser();
  return { mounted, list: renders.list, members: renders.members, others, speaker };
}
