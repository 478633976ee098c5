import { createRoot } from 'react-dom/client';
import { HummerProvider, HummerRoom, useRemoteStreams, useRoomScope, VideoTile } from 'hummer-react';

const { url, roomId, uid, tiles, width, height } = JSON.parse(
  new window.URLSearchParams(window.location.search).get('args'),
);

const connections = [];
const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(options) {
    super(options);
    connections.push(this);
  }
};

/** Bytes of video that have arrived so far, and of how many streams. */
window.received = async () => {
  const sum = { bytes: 0, streams: 0 };
  for (const connection of connections) {
    for (const row of (await connection.getStats()).values()) {
      if (row.type !== 'inbound-rtp' || row.kind !== 'video') continue;
      sum.bytes += row.bytesReceived;
      sum.streams++;
    }
  }
  return sum;
};

/** One page of a grid: as many tiles as it has. Without any, everything is received whole. */
function Grid() {
  const streams = useRemoteStreams(useRoomScope());
  return streams.slice(0, tiles).map((stream) => (
    <div key={stream.streamId} style={{ width, height, display: 'inline-block', overflow: 'hidden' }}>
      <VideoTile stream={stream} style={{ width, height }} />
    </div>
  ));
}

const style = document.createElement('style');
style.textContent = 'video { width: 100%; height: 100% }';
document.head.append(style);
createRoot(document.getElementById('root')).render(
  <HummerProvider appid={1} url={url} uid={uid}>
    <HummerRoom roomId={roomId} media={{ role: 'audience' }}>
      <Grid />
    </HummerRoom>
  </HummerProvider>,
);
