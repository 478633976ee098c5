import { useState, type ReactElement } from 'react';
import {
  AudioRenderer,
  CameraButton,
  HummerRoom,
  MessageInput,
  MessageList,
  MicButton,
  ScreenShareButton,
  SpeakerLayout,
  StartAudio,
  useLocalStream,
  usePublish,
  useRemoteStreams,
  useRoomMembers,
  useRoomScope,
  useRtc,
} from '../../src/index.js';
import '../../src/styles/SpeakerLayout.css';

/**
 * A broadcast: who is on stage is seen, the three loudest are heard, everybody else watches, writes, and may come up. Only those
 * on stage have a tile, and the audience costs nobody anything.
 */
export function Broadcast({
  roomId,
  name,
  host,
}: {
  roomId: string;
  name: string;
  host: boolean;
}): ReactElement {
  const [onStage, setOnStage] = useState(host);
  return (
    <HummerRoom
      roomId={roomId}
      extra={{ displayName: name }}
      media={{ role: onStage ? 'speaker' : 'audience', topThree: true, displayName: name }}
    >
      <Stage>
        <button
          className="hummer-Button"
          onClick={() => {
            setOnStage(!onStage);
          }}
        >
          {onStage ? 'Leave the stage' : 'Come on stage'}
        </button>
      </Stage>
    </HummerRoom>
  );
}

function Stage({ children }: { children: ReactElement }): ReactElement {
  const room = useRoomScope();
  const { role, status, error } = useRtc(room);
  const speaking = role === 'speaker' && status === 'joined';
  const { streamKey } = useLocalStream(speaking ? { audio: true, video: true } : null);
  usePublish(room, speaking ? streamKey : null);
  const others = useRemoteStreams(room);
  const present = useRoomMembers(room).length;
  return (
    <main className="story-broadcast" aria-busy={status === 'joining'}>
      <AudioRenderer />
      <StartAudio />
      <SpeakerLayout streams={speaking && streamKey ? [streamKey, ...others] : others} />
      <p role="status">
        {present} here. {error?.message}
      </p>
      <footer>
        {speaking && (
          <>
            <MicButton />
            <CameraButton />
            <ScreenShareButton />
          </>
        )}
        {children}
      </footer>
      <MessageList />
      <MessageInput />
    </main>
  );
}
