import { act } from 'react';
import { createRoot } from 'react-dom/client';
import {
  HummerProvider,
  HummerRoom,
  useAudioLevel,
  useIsSpeaking,
  useRemoteStream,
  useRemoteStreams,
  useRoomScope,
} from 'hummer-react';
import { createTestBackend, fakeBrowser } from 'hummer-react/testing';
import { useRef } from 'react';

const renders = { list: 0, tiles: 0, marks: 0 };
const mounted = new Set();

/** The only part of a tile that follows the voice by a render. */
function Mark({ stream }) {
  renders.marks++;
  return <i data-speaking={useIsSpeaking(stream)} />;
}

function Tile({ stream }) {
  renders.tiles++;
  mounted.add(stream.uid);
  const { displayName } = useRemoteStream(stream);
  const meter = useRef(null);
  useAudioLevel(stream, meter);
  return (
    <span ref={meter}>
      {displayName}
      <Mark stream={stream} />
    </span>
  );
}

function Grid() {
  renders.list++;
  return useRemoteStreams(useRoomScope()).map((stream) => <Tile key={stream.streamId} stream={stream} />);
}

/** What renders in a meeting in which everybody speaks, on and off, with a level meter in every tile. */
export async function countMeeting({ peers, seconds }) {
  const browser = fakeBrowser();
  const backend = createTestBackend();
  const hummer = backend.connect({ uid: 'viewer' });
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () => {
    root.render(
      <HummerProvider hummer={hummer}>
        <HummerRoom roomId="meeting" media={{ role: 'audience' }}>
          <Grid />
        </HummerRoom>
      </HummerProvider>,
    );
    await backend.settle();
  });
  const people = Array.from({ length: peers }, (_, i) => backend.peer(`peer${i}`));
  for (const peer of people) {
    await act(async () => {
      await peer.join('meeting');
      await peer.publish('meeting', { audio: true, video: true });
      await backend.settle();
    });
  }
  Object.assign(renders, { list: 0, tiles: 0, marks: 0 });
  for (let second = 0; second < seconds; second++) {
    await act(async () => {
      for (const [i, peer] of people.entries()) peer.speak((second + i) % 3 === 0 ? 0 : 0.3 + (i % 5) / 10);
      await backend.clock.tick(1_000);
      await backend.settle();
    });
  }
  const { list, tiles, marks } = renders;
  await act(async () => root.unmount());
  await backend.close();
  browser();
  return { mounted: mounted.size, marks, perSecond: (list + tiles) / seconds };
}
