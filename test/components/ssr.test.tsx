import { act } from '@testing-library/react';
import { StrictMode, type ReactElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as door from '../../src/index.js';
import { createTestBackend } from '../../src/testing/index.js';

const { AudioRenderer, CameraButton, ConnectionBanner, DeviceSelector, HummerProvider, HummerRoom } = door;
const { LeaveButton, MeetingRoom, MemberList, MessageInput, MessageList, MicButton, StartAudio, VideoTile } =
  door;
const { CallTimer, ControlBar, DeviceMenu, IncomingCall, NetworkQualityIndicator, OutgoingCall, PreJoin } =
  door;
const { ScreenShareView, SpeakerLayout, StatsOverlay, VideoGrid } = door;

/** What a server has: no window, no document, no navigator with devices. */
function onServer<T>(work: () => T): T {
  const names = ['window', 'document', 'navigator', 'MediaStream', 'ResizeObserver'] as const;
  const kept = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const name of names) Object.defineProperty(globalThis, name, { value: undefined, configurable: true });
  try {
    return work();
  } finally {
    for (const [name, descriptor] of kept) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}

function All(): ReactElement {
  return (
    <HummerRoom roomId="demo" media={{}}>
      <AudioRenderer />
      <StartAudio />
      <ConnectionBanner />
      <VideoTile stream={null} />
      <DeviceSelector kind="camera" />
      <MicButton />
      <CameraButton />
      <LeaveButton />
      <MemberList />
      <MessageList />
      <MessageInput />
      <IncomingCall />
      <OutgoingCall />
      <CallTimer since={0} until={1000} />
      <PreJoin onJoin={() => undefined} />
      <VideoGrid />
      <SpeakerLayout />
      <ScreenShareView />
      <ControlBar />
      <DeviceMenu kind="camera" />
      <NetworkQualityIndicator />
      <StatsOverlay />
    </HummerRoom>
  );
}

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe.each([
  ['MeetingRoom', <MeetingRoom key="1" roomId="demo" displayName="Ana" />],
  ['every other component', <All key="2" />],
] as const)('%s', (_name, element) => {
  const page = (hummer: Parameters<typeof HummerProvider>[0]['hummer']): ReactElement => (
    <StrictMode>
      <HummerProvider hummer={hummer!} uid="ana">
        {element}
      </HummerProvider>
    </StrictMode>
  );

  it('renders on a server, and hydrates there without a warning', async () => {
    const backend = createTestBackend();
    ends.push(() => backend.close());
    const html = onServer(() => renderToString(page(backend.connect({ uid: 'ana', autoLogin: false }))));
    expect(html).toContain('hummer-');

    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    ends.push(() => {
      complaint.mockRestore();
    });
    const container = document.createElement('div');
    container.innerHTML = html;
    document.body.append(container);
    const root = await act(async () => {
      await Promise.resolve();
      return hydrateRoot(container, page(backend.connect({ uid: 'ana', autoLogin: false })), {
        onRecoverableError: (error) => {
          throw error as Error;
        },
      });
    });
    await act(() => backend.settle());
    expect(complaint).not.toHaveBeenCalled();
    expect(container.querySelector('.hummer-MemberList')).toHaveTextContent(/\(you\)/);
    act(() => {
      root.unmount();
    });
    container.remove();
  });
});
