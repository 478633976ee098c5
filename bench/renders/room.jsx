import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { HummerProvider, HummerRoom } from 'hummer-react';
import { createTestBackend, fakeBrowser } from 'hummer-react/testing';

/** A viewer who shows `view` in a room of so many people, each with a camera and a microphone. */
export async function fillRoom({ peers, view }) {
  const browser = fakeBrowser();
  const backend = createTestBackend();
  const hummer = backend.connect({ uid: 'viewer' });
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () => {
    root.render(
      <HummerProvider hummer={hummer}>
        <HummerRoom roomId="bench" media={{ role: 'audience' }}>
          {view}
        </HummerRoom>
      </HummerProvider>,
    );
    await backend.settle();
  });
  const people = Array.from({ length: peers }, (_, i) => backend.peer(`peer${i}`));
  for (const peer of people) {
    await act(async () => {
      await peer.join('bench');
      await peer.publish('bench', { audio: true, video: true });
      await backend.settle();
    });
  }
  return {
    people,
    /** Does what happens within a second. */
    second: (work) =>
      act(async () => {
        work();
        await backend.clock.tick(1_000);
        await backend.settle();
      }),
    async leave() {
      await act(async () => root.unmount());
      await backend.close();
      browser();
    },
  };
}
