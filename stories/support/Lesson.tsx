import type { ReactElement } from 'react';
import {
  AudioRenderer,
  DeviceSelector,
  MemberList,
  MessageInput,
  MessageList,
  StartAudio,
  useAudioToggle,
  useLocalStream,
  usePublish,
  useRemoteStreams,
  useRoom,
  useRoomAttributes,
  useRoomScope,
  VideoTile,
} from '../../src/index.js';

export function Lesson(): ReactElement {
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
      <h1>{attributes['title'] ?? 'A lesson'}</h1>
      <button onClick={() => void addOrUpdate({ title: 'Hi' })}>Rename</button>
      <AudioRenderer />
      <StartAudio />
      <VideoTile stream={camera.streamKey} />
      {remotes.map((stream) => (
        <VideoTile key={stream.streamId} stream={stream} />
      ))}
      <button {...mic.buttonProps}>Mute</button>
      <DeviceSelector kind="camera" />
      <MemberList />
      <MessageList />
      <MessageInput />
    </main>
  );
}
