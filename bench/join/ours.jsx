import { createRoot } from 'react-dom/client';
import { HummerProvider, HummerRoom, useRemoteStreams, useRoomScope, VideoTile } from 'hummer-react';
import { firstFrame } from './firstFrame.js';

/** An app that only watches: from the first render to the first picture, login and both joins included. */
function Pictures() {
  return useRemoteStreams(useRoomScope()).map((stream) => (
    <VideoTile key={stream.streamId} stream={stream} />
  ));
}

window.join = async ({ url, uid, roomId }) => {
  const started = performance.now();
  const frame = firstFrame();
  createRoot(document.getElementById('root')).render(
    <HummerProvider appid={1} url={url} uid={uid}>
      <HummerRoom roomId={roomId} media={{ role: 'audience' }}>
        <Pictures />
      </HummerRoom>
    </HummerProvider>,
  );
  return (await frame) - started;
};
