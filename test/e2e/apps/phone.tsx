import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  AudioRenderer,
  HummerProvider,
  HummerRoom,
  StartAudio,
  useCall,
  useConnectionState,
  useInvitation,
  useLocalStream,
  usePublish,
  useRemoteStreams,
  useRoomScope,
  VideoTile,
} from '../../../src/index.js';

const query = new URLSearchParams(location.search);
const option = (name: string, fallback = ''): string => query.get(name) ?? fallback;

/** The phone of useCall's documentation, with what a test looks at. */
function Phone() {
  const call = useCall({ autoBusy: option('busy') === 'true' });
  const { state, endReason, peers, roomKey, video, inviteID, error, ringsAloud, accept, reject, hangUp } =
    call;
  const { invitation } = useInvitation(inviteID);
  const connection = useConnectionState();
  const [whom, setWhom] = useState('');
  const dial = (): void => {
    void call.call({
      uids: whom.split(','),
      video: option('video') === 'true',
      timeout: Number(option('timeout', '30')),
    });
  };
  return (
    <main
      data-connection={connection.state}
      data-state={state}
      data-reason={endReason ?? ''}
      data-peers={peers.join(' ')}
      data-aloud={String(ringsAloud)}
      data-expires={String(invitation?.expiresAt ?? '')}
    >
      <p role="alert">{error?.message}</p>
      <input
        id="whom"
        value={whom}
        onChange={(event) => {
          setWhom(event.target.value);
        }}
      />
      <button id="call" onClick={dial}>
        Call
      </button>
      <button id="answer" onClick={() => void accept()}>
        Answer
      </button>
      <button id="decline" onClick={() => void reject()}>
        Decline
      </button>
      <button id="hang-up" onClick={() => void hangUp()}>
        Hang up
      </button>
      {(state === 'connecting' || state === 'connected') && (
        <HummerRoom roomId={roomKey} media={{}}>
          <Talk video={video} />
        </HummerRoom>
      )}
    </main>
  );
}

function Talk({ video }: { video: boolean }) {
  const room = useRoomScope();
  const { streamKey } = useLocalStream({ audio: true, video: video && { width: 320, height: 240 } });
  usePublish(room, streamKey);
  const remotes = useRemoteStreams(room);
  return (
    <>
      <AudioRenderer />
      <StartAudio />
      {remotes.map((stream) => (
        <section key={stream.streamId} data-remote={stream.uid}>
          <VideoTile stream={stream} />
        </section>
      ))}
    </>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <HummerProvider appid={1} url={option('url')} uid={option('uid')}>
      <Phone />
    </HummerProvider>
  </StrictMode>,
);
