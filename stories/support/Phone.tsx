import type { ReactElement } from 'react';
import {
  AudioRenderer,
  CameraButton,
  HummerRoom,
  IncomingCall,
  MicButton,
  OutgoingCall,
  StartAudio,
  useCall,
  useLocalStream,
  useLocalUid,
  usePublish,
  useRoomScope,
  VideoGrid,
} from '../../src/index.js';
import '../../src/styles/IncomingCall.css';
import '../../src/styles/OutgoingCall.css';

/** A phone: rings, answers, dials, shows who talks, and hangs up. Whoever calls meanwhile hears that it is busy. */
export function Phone({ nameOf }: { nameOf: (uid: string) => string }): ReactElement {
  const { state, roomKey, video } = useCall({ autoBusy: true });
  const localUid = useLocalUid();
  const talking = state === 'connecting' || state === 'connected';
  return (
    <>
      <IncomingCall nameOf={nameOf} />
      {talking && (
        <HummerRoom
          roomId={roomKey}
          media={{ displayName: localUid === null ? undefined : nameOf(localUid) }}
        >
          <Talk video={video} />
        </HummerRoom>
      )}
      <OutgoingCall nameOf={nameOf} />
    </>
  );
}

function Talk({ video }: { video: boolean }): ReactElement {
  const room = useRoomScope();
  const { streamKey } = useLocalStream({ audio: true, video });
  usePublish(room, streamKey);
  return (
    <section className="story-talk">
      <AudioRenderer />
      <StartAudio />
      <VideoGrid />
      <MicButton /> <CameraButton />
    </section>
  );
}
