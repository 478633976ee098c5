import { useRef } from 'react';
import { useAudioLevel, useIsSpeaking, useRemoteStream, useRemoteStreams, useRoomScope } from 'hummer-react';
import { fillRoom } from './room.jsx';

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
  const room = await fillRoom({ peers, view: <Grid /> });
  Object.assign(renders, { list: 0, tiles: 0, marks: 0 });
  for (let second = 0; second < seconds; second++) {
    await room.second(() => {
      for (const [i, peer] of room.people.entries())
        peer.speak((second + i) % 3 === 0 ? 0 : 0.3 + (i % 5) / 10);
    });
  }
  const { list, tiles, marks } = renders;
  await room.leave();
  return { mounted: mounted.size, marks, perSecond: (list + tiles) / seconds };
}
