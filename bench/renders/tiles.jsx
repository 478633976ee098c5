import { useIsSpeaking, useRemoteStream, useRemoteStreams, useRoomMembers, useRoomScope } from 'hummer-react';
import { fillRoom } from './room.jsx';

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
  const view = (
    <>
      <Grid />
      <Members />
    </>
  );
  const room = await fillRoom({ peers, view });
  const mounted = renders.tiles.size;
  renders.list = renders.members = 0;
  renders.tiles.clear();
  for (let i = 0; i < events; i++) {
    await room.second(() => room.people[0].speak(i % 2 === 0 ? 0.8 : 0));
  }
  const speaker = renders.tiles.get('peer0') ?? 0;
  renders.tiles.delete('peer0');
  const others = [...renders.tiles.values()].reduce((sum, count) => sum + count, 0);
  await room.leave();
  return { mounted, list: renders.list, members: renders.members, others, speaker };
}
