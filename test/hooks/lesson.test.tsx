import { act, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
} from '../../src/index.js';
import { createTestBackend } from '../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../src/testing/backend/TestBackend.js';
import { fakeBrowser, type FakeBrowser } from '../../src/testing/media/fakeBrowser.js';
import { createHummerWrapper } from '../../src/testing/react.js';

// The app that must fit in 40 lines, as REACT.md has it.
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
      {/* eslint-disable-next-line @typescript-eslint/no-misused-promises -- an action nobody awaits may be left alone */}
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

let backend: TestBackend;
let browser: FakeBrowser;
beforeEach(() => {
  backend = createTestBackend();
  browser = fakeBrowser();
});
afterEach(async () => {
  await backend.close();
  browser();
});

it('is a meeting of two: people, words, a shared title, sound and picture', async () => {
  const user = userEvent.setup();
  const hummer = backend.connect({ uid: 'ann', autoLogin: false });
  createHummerWrapper({ backend, hummer }); // the backend moves inside act from here on
  const App = (): ReactElement => (
    <HummerProvider hummer={hummer} uid="ann">
      <HummerRoom roomId="demo" media={{}}>
        <Lesson />
      </HummerRoom>
    </HummerProvider>
  );
  render(<App />, { reactStrictMode: true });
  expect(screen.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  await backend.settle();
  expect(screen.getByRole('main')).toHaveAttribute('aria-busy', 'false');

  const bob = backend.peer('bob');
  await bob.join('demo');
  await bob.publish('demo', { audio: true, video: true });
  await bob.send('demo', 'hello ann');
  await backend.settle();
  expect(screen.getByRole('log')).toHaveTextContent('hello ann');
  expect(screen.getAllByText(/bob/).length).toBeGreaterThan(0);
  expect(document.querySelectorAll('video')).toHaveLength(2);

  await user.type(screen.getByRole('textbox'), 'hello bob{Enter}');
  await user.click(screen.getByRole('button', { name: 'Rename' }));
  await user.click(screen.getByRole('button', { name: 'Mute' }));
  await backend.settle();
  expect(within(screen.getByRole('log')).getByText('hello bob')).toBeVisible();
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Hi');
  expect(screen.getByRole('button', { name: 'Mute' })).toHaveAttribute('aria-pressed', 'true');

  await act(async () => {
    await backend.server.kick('demo', 'ann');
  });
  await backend.settle();
  expect(screen.getByRole('main')).toHaveAttribute('aria-busy', 'true');
});
