import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  AudioRenderer,
  HummerProvider,
  HummerRoom,
  StartAudio,
  useAudioToggle,
  useConnectionState,
  useLocalStream,
  usePublish,
  useRemoteStream,
  useRemoteStreams,
  useRoom,
  useRoomAttributes,
  useRoomMembers,
  useRoomMessages,
  useRoomScope,
  useVideoToggle,
  VideoTile,
  type StreamKey,
} from '../../../src/index.js';

const query = new URLSearchParams(location.search);
const option = (name: string, fallback = ''): string => query.get(name) ?? fallback;

const [width = 320, height = 240] = option('camera', '320x240').split('x').map(Number);
const CAMERA = { audio: true, video: { width, height } };

function Remote({ stream }: { stream: StreamKey }) {
  const { hasAudio, hasVideo, audioMuted, videoMuted } = useRemoteStream(stream);
  return (
    <section
      data-remote={stream.uid}
      data-audio={hasAudio && !audioMuted ? 'on' : 'off'}
      data-video={hasVideo && !videoMuted ? 'on' : 'off'}
    >
      <VideoTile stream={stream} />
    </section>
  );
}

function Lesson() {
  const room = useRoomScope();
  const { state, reason } = useConnectionState();
  const { status, error, leftReason, continuity } = useRoom(room);
  const camera = useLocalStream(option('media') === 'off' ? null : CAMERA);
  const cameraToggle = useVideoToggle(camera.streamKey);
  const microphoneToggle = useAudioToggle(camera.streamKey);
  const publication = usePublish(room, camera.streamKey);
  const remotes = useRemoteStreams(room);
  const members = useRoomMembers(room);
  const { messages, send } = useRoomMessages(room);
  const { attributes, addOrUpdate } = useRoomAttributes(room);
  const [text, setText] = useState('');
  return (
    <main
      data-status={status}
      data-connection={state}
      data-reason={reason}
      data-left={leftReason ?? ''}
      data-continuity={continuity}
      data-camera={camera.status}
      data-permission={camera.permission}
      data-publication={publication.status}
    >
      <h1>{attributes['title']}</h1>
      <p role="alert">{error?.message ?? camera.error?.message}</p>
      <button id="rename" onClick={() => void addOrUpdate({ title: `by ${option('uid')}` })}>
        Rename
      </button>
      <button id="camera" {...cameraToggle.buttonProps}>
        Turn camera off
      </button>
      <button id="microphone" {...microphoneToggle.buttonProps}>
        Mute
      </button>
      <section data-local>
        <VideoTile stream={camera.streamKey} />
      </section>
      {remotes.map((stream) => (
        <Remote key={stream.streamId} stream={stream} />
      ))}
      <AudioRenderer />
      <StartAudio />
      <ul id="members">
        {members.map((uid) => (
          <li key={uid}>{uid}</li>
        ))}
      </ul>
      <ol id="messages">
        {messages.map((item) => (
          <li key={item.id} data-kind={item.kind} data-state={item.kind === 'message' ? item.status : 'gap'}>
            {item.kind === 'message' ? `${item.fromUid}: ${String(item.data)}` : `${item.from}-${item.to}`}
          </li>
        ))}
      </ol>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(text);
          setText('');
        }}
      >
        <input
          id="text"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
        <button id="send">Send</button>
      </form>
    </main>
  );
}

function App() {
  const [present, setPresent] = useState(true);
  return (
    <HummerProvider appid={1} url={option('url')} uid={option('uid')}>
      {present ? (
        <HummerRoom roomId={option('room', 'demo')} media={option('media') === 'off' ? false : {}}>
          <Lesson />
        </HummerRoom>
      ) : (
        <p id="gone">Left</p>
      )}
      <button
        id="leave"
        onClick={() => {
          setPresent(false);
        }}
      >
        Leave
      </button>
    </HummerProvider>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  option('strict') === 'true' ? (
    <StrictMode>
      <App />
    </StrictMode>
  ) : (
    <App />
  ),
);
