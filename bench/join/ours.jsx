import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { HummerProvider, HummerRoom, useRemoteStreams, useRoomScope, VideoTile } from 'hummer-react';
import { firstFrame } from './firstFrame.js';

let setWatching;

/** An app that only watches. */
function Pictures() {
  return useRemoteStreams(useRoomScope()).map((stream) => (
    <VideoTile key={stream.streamId} stream={stream} />
  ));
}

function App({ url, uid, roomId }) {
  const [watching, set] = useState(true);
  setWatching = set;
  return (
    <HummerProvider appid={1} url={url} uid={uid}>
      <HummerRoom roomId={roomId} media={watching && { role: 'audience' }}>
        {watching && <Pictures />}
      </HummerRoom>
    </HummerProvider>
  );
}

/**
 * When the first picture was there, counted from the opening of the page, login and room included; and how long it took
 * after media was off and on again.
 */
const join = async (options) => {
  createRoot(document.getElementById('root')).render(<App {...options} />);
  const opened = await firstFrame();
  setWatching(false);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const started = performance.now();
  setWatching(true);
  return { opened, again: (await firstFrame()) - started };
};

const { searchParams } = new URL(window.location.href);
join(JSON.parse(searchParams.get('args'))).then((result) => (window.result = result));
