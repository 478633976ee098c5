import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, vi } from 'vitest';
import {
  fakeBrowser,
  type FakeBrowser,
  type FakeBrowserOptions,
} from '../../../src/testing/media/fakeBrowser.js';
import type { TestBackend } from '../../../src/testing/index.js';
import { renderWithHummer } from '../../../src/testing/react.js';

export const ROOM = 'demo';

// Queries by role ask jsdom for the style of every element; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 30_000 });

type Options = NonNullable<Parameters<typeof renderWithHummer>[1]>;
type Rendered = ReturnType<typeof renderWithHummer> & { browser: FakeBrowser; user: UserEvent };

const ends: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Renders into a joined room of a test backend, in a browser with fake devices. */
export async function inRoom(
  ui: ReactNode,
  { browser: browserOptions, ...options }: Options & { browser?: FakeBrowserOptions } = {},
): Promise<Rendered> {
  const browser = fakeBrowser(browserOptions);
  ends.push(browser);
  const stage = renderWithHummer(ui, { uid: 'me', room: ROOM, ...options });
  ends.push(async () => {
    stage.unmount();
    await stage.backend.close();
  });
  await stage.backend.settle();
  return { ...stage, browser, user: userEvent.setup() };
}

/** Somebody else joins under a name, and publishes if asked. */
export async function joins(
  backend: TestBackend,
  uid: string,
  { displayName, publishes = false }: { displayName?: string; publishes?: boolean } = {},
): Promise<ReturnType<TestBackend['peer']>> {
  const peer = backend.peer(uid);
  await peer.join(ROOM, displayName === undefined ? {} : { extra: { displayName } });
  if (publishes) await peer.publish(ROOM, { audio: true, video: true });
  await backend.settle();
  return peer;
}
