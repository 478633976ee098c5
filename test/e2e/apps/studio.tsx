/** Local media as hooks give it: a camera that can be another one, the screen with its sound, a sound file, a recording. */
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import {
  AudioRenderer,
  HummerProvider,
  HummerRoom,
  useAudioMixing,
  useDevices,
  useLocalStream,
  usePictureInPicture,
  usePublish,
  useRecorder,
  useRemoteStreams,
  useRoomScope,
  useScreenShare,
  useTrackProcessor,
  canvasProcessor,
  VideoTile,
  type UseAudioMixingResult,
  type UseDevicesResult,
  type UseLocalStreamResult,
  type UseRecorderResult,
  type UseScreenShareResult,
} from '../../../src/index.js';

const query = new URLSearchParams(location.search);
const option = (name: string): string => query.get(name) ?? '';
const CAMERA = { audio: true, video: { width: 320, height: 240 } };
const red = canvasProcessor((canvas) => {
  canvas.fillStyle = 'rgb(255 0 0)';
  canvas.fillRect(0, 0, canvas.canvas.width, canvas.canvas.height);
});

interface Studio {
  camera: UseLocalStreamResult;
  screen: UseScreenShareResult;
  music: UseAudioMixingResult;
  recorder: UseRecorderResult;
  cameras: readonly string[];
  speakers: UseDevicesResult;
}

declare global {
  interface Window {
    studio: Studio;
  }
}

function Stage() {
  const room = useRoomScope();
  const camera = useLocalStream(option('media') === 'off' ? null : CAMERA);
  const publication = usePublish(room, camera.streamKey);
  const screen = useScreenShare(room);
  const music = useAudioMixing(camera.streamKey);
  const recorder = useRecorder(camera.streamKey);
  const { devices } = useDevices('camera');
  const speakers = useDevices('speaker');
  const pop = usePictureInPicture(camera.streamKey);
  const processing = useTrackProcessor(camera.streamKey, option('red') === 'true' ? red : null);
  const remotes = useRemoteStreams(room);
  useEffect(() => {
    const cameras = devices.map(({ deviceId }) => deviceId);
    window.studio = { camera, screen, music, recorder, cameras, speakers };
  });
  return (
    <main
      data-publication={publication.status}
      data-screen={screen.status}
      data-music={music.status}
      data-processing={processing.status}
      data-popped={pop.active ? 'yes' : 'no'}
      data-pop-error={pop.error?.code ?? ''}
    >
      <button id="share" onClick={() => void screen.start()}>
        Share
      </button>
      <button id="pop" onClick={() => void (pop.active ? pop.exit() : pop.enter())}>
        Pop out
      </button>
      {remotes.map((stream) => (
        <section key={stream.streamId} data-remote={stream.uid} data-source={stream.source}>
          <VideoTile stream={stream} />
        </section>
      ))}
      <AudioRenderer />
    </main>
  );
}

/**
 * A second of Chromium's fake cameras never sends a frame on a sender that had the first (a bare `replaceTrack` shows it), so
 * here every camera's id opens the first camera anew.
 */
function oneCameraForAll(): void {
  const media = navigator.mediaDevices;
  const capture = media.getUserMedia.bind(media);
  media.getUserMedia = (constraints) => {
    const { video } = constraints ?? {};
    if (typeof video !== 'object') return capture(constraints);
    const { deviceId: _any, ...wishes } = video;
    return capture({ ...constraints, video: wishes });
  };
}

if (option('cameras') === 'same') oneCameraForAll();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <HummerProvider appid={1} url={option('url')} uid={option('uid')}>
    <HummerRoom roomId={option('room')} media={{}}>
      <Stage />
    </HummerRoom>
  </HummerProvider>,
);
