import {
  AudioRenderer,
  DeviceSelector,
  HummerProvider,
  HummerRoom,
  MemberList,
  MessageInput,
  MessageList,
  StartAudio,
  VideoTile,
  useAudioToggle,
  useLocalStream,
  usePublish,
  useRemoteStreams,
  useRoom,
  useRoomAttributes,
  useRoomScope,
} from 'hummer-react';

function Lesson() {
  const room = useRoomScope();
  const { status, error } = useRoom(room);
  const camera = useLocalStream({ audio: true, video: true });
  usePublish(room, camera.streamKey);
  const mic = useAudioToggle(camera.streamKey);
  const remotes = useRemoteStreams(room);
  const { attributes, addOrUpdate } = useRoomAttributes(room);
  if (error) return <p role="alert">{error.message}</p>;
  return (
    <main aria-busy={status !== 'joined'}>
      <h1>{attributes.title}</h1>
      <button onClick={() => addOrUpdate({ title: 'Hi' })}>Rename</button>
      <AudioRenderer />
      <StartAudio />
      <VideoTile stream={camera.streamKey} />
      {remotes.map((s) => (
        <VideoTile key={s.streamId} stream={s} />
      ))}
      <button {...mic.buttonProps}>Mute</button>
      <DeviceSelector kind="camera" />
      <MemberList />
      <MessageList />
      <MessageInput />
    </main>
  );
}

export function App({ uid, url }: { uid: string | null; url: string }) {
  return (
    <HummerProvider appid={1} uid={uid} url={url}>
      <HummerRoom roomId="demo" media={{}}>
        <Lesson />
      </HummerRoom>
    </HummerProvider>
  );
}
