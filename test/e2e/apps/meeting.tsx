/** A meeting whose tiles the test moves about: what is received and sent follows what is seen. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  AudioRenderer,
  HummerProvider,
  HummerRoom,
  useLocalStream,
  useNetworkQuality,
  usePublish,
  useRemoteStreams,
  useRoomScope,
  useRtc,
  useRtcStats,
  VideoTile,
  type PublishOptions,
  type VideoCodec,
} from '../../../src/index.js';

const query = new URLSearchParams(location.search);
const option = (name: string, fallback = ''): string => query.get(name) ?? fallback;

const [width = 640, height = 480, frameRate = 15] = option('camera', '640x480').split(/[x@]/).map(Number);
const CODECS: readonly VideoCodec[] = ['vp8', 'vp9', 'h264', 'av1'];
const CAMERA =
  option('camera') === 'off'
    ? null
    : { audio: option('sound') !== 'off', video: { width, height, frameRate } };
const SENDING: PublishOptions = CODECS.includes(option('codec') as VideoCodec)
  ? { videoCodec: option('codec') as VideoCodec }
  : {};
const ROLE = option('role') === 'audience' ? 'audience' : 'speaker';

function Stats() {
  const rows = useRtcStats(useRoomScope());
  return <output id="stats">{JSON.stringify(rows)}</output>;
}

function Meeting() {
  const room = useRoomScope();
  const { status, role, error: refusal, switchRole } = useRtc(room);
  const { uplink, downlink } = useNetworkQuality(room);
  const camera = useLocalStream(CAMERA);
  const { status: publication, error } = usePublish(room, CAMERA ? camera.streamKey : null, SENDING);
  const remotes = useRemoteStreams(room);
  const [stats, setStats] = useState(false);
  return (
    <main
      data-status={status}
      data-role={role}
      data-publication={publication}
      data-error={error?.code ?? ''}
      data-uplink={uplink}
      data-downlink={downlink}
      data-refused={refusal?.code ?? ''}
    >
      {remotes.map((stream) => (
        <div key={stream.streamId} data-remote={stream.uid} style={{ width: 160, height: 120 }}>
          <VideoTile stream={stream} />
        </div>
      ))}
      <AudioRenderer />
      <button id="speak" onClick={() => void switchRole('speaker')}>
        Speak
      </button>
      <button id="listen" onClick={() => void switchRole('audience')}>
        Listen
      </button>
      <button
        id="stats-on"
        onClick={() => {
          setStats(true);
        }}
      >
        Statistics
      </button>
      {stats && <Stats />}
    </main>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
const style = document.createElement('style');
style.textContent =
  '[data-remote] * { box-sizing: border-box } [data-remote] :is(div, video) { width: 100%; height: 100% }';
document.head.append(style);
createRoot(root).render(
  <HummerProvider appid={1} url={option('url')} uid={option('uid')}>
    <HummerRoom roomId={option('room', 'demo')} media={{ role: ROLE }}>
      <Meeting />
    </HummerRoom>
  </HummerProvider>,
);
