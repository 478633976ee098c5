/** Somebody in several rooms at once: a speaker in the first, one of the audience in the others. And a host for each room. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  HummerProvider,
  HummerRoom,
  useLocalStream,
  usePublish,
  useRemoteStreams,
  useRoomScope,
  useRtc,
  VideoTile,
} from '../../../src/index.js';
import { HRTC } from '../../../src/core/index.js';
import { movingPicture } from '../support/movingPicture.js';

const query = new URLSearchParams(location.search);
const option = (name: string): string => query.get(name) ?? '';
const ROOMS = option('room').split(',');
const CAMERA = { audio: false, video: { width: 160, height: 120, frameRate: 10 } };
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');

function Room({ name, speaks }: { name: string; speaks: boolean }) {
  const room = useRoomScope();
  const { status, error } = useRtc(room);
  const camera = useLocalStream(speaks ? CAMERA : null);
  usePublish(room, camera.streamKey);
  return (
    <section data-room={name} data-status={status} data-error={error?.code ?? ''}>
      {useRemoteStreams(room).map((stream) => (
        <div key={stream.streamId} data-remote={stream.uid} style={{ width: 160, height: 120 }}>
          <VideoTile stream={stream} />
        </div>
      ))}
    </section>
  );
}

function Traveller() {
  const [rooms, setRooms] = useState(ROOMS);
  return (
    <main>
      {rooms.map((name, place) => (
        <HummerRoom key={name} roomId={name} media={{ role: place === 0 ? 'speaker' : 'audience' }}>
          <Room name={name} speaks={place === 0} />
        </HummerRoom>
      ))}
      <button
        id="more"
        onClick={() => {
          setRooms([...rooms, 'one-more']);
        }}
      >
        One more
      </button>
    </main>
  );
}

/** Each host is a user of its own, shows a moving picture, and looks at whoever else shows one. */
async function host(room: string, place: number): Promise<void> {
  const userId = `host-${room}`;
  const client = HRTC.createClient({ appId: '1', url: option('url') });
  client.on('stream-added', ({ stream }) => void client.subscribe(stream, { video: true }));
  client.on('stream-subscribed', ({ stream }) => {
    const box = document.createElement('div');
    box.id = `${userId}-sees-${stream.getUserId()}`;
    root?.append(box);
    void stream.play(box.id, { muted: true });
  });
  const ctime = String(Math.floor(Date.now() / 1000) + 3600);
  await client.join(room, { userId, signature: 'open', ctime, role: 0 });
  const videoSource = movingPicture(160, 120, 10, place);
  const stream = HRTC.createStream({ audio: false, video: true, videoSource, userId });
  await stream.initialize();
  await client.publish(stream);
}

if (option('uid') === 'hosts') void Promise.all(ROOMS.map(host));
else
  createRoot(root).render(
    <HummerProvider appid={1} url={option('url')} uid={option('uid')}>
      <Traveller />
    </HummerProvider>,
  );
