import type { Decorator } from '@storybook/react-vite';
import { createContext, useContext, useEffect, useState, type ReactElement, type ReactNode } from 'react';
import {
  ConnectionBanner,
  HummerProvider,
  HummerRoom,
  type RoomKey,
  type RoomShape,
} from '../../../src/index.js';
import { createTestBackend, type TestBackend, type TestBackendOptions } from '../../../src/testing/index.js';
import { Status } from './Status.js';
import '../../../src/styles/Button.css';
import './classroom.css';

const BackendContext = createContext<TestBackend | null>(null);

/** The server behind the screens of this story, and its network. */
export function useBackend(): TestBackend {
  const backend = useContext(BackendContext);
  if (!backend) throw new Error('useBackend() needs a <Classroom>.');
  return backend;
}

interface ClassroomProps {
  options?: TestBackendOptions;
  children: ReactNode;
}

/** Several screens on one backend: everybody of the story is a real client. */
export function Classroom({ options, children }: ClassroomProps): ReactElement {
  const [{ backend, enter }] = useState(() => createHouse(options));
  useEffect(enter, [enter]);
  return (
    <BackendContext.Provider value={backend}>
      <div className="classroom">{children}</div>
    </BackendContext.Provider>
  );
}

function createHouse(options: TestBackendOptions | undefined): {
  backend: TestBackend;
  enter: () => () => void;
} {
  const backend = createTestBackend({ clock: 'real', ...options });
  let ending: ReturnType<typeof setTimeout> | undefined;
  return {
    backend,
    enter() {
      clearTimeout(ending);
      return () => {
        ending = setTimeout(() => void backend.close(), 0); // StrictMode comes back at once
      };
    },
  };
}

interface ScreenProps {
  uid: string;
  name: string;
  room: RoomKey<RoomShape>;
  children: ReactNode;
}

/** What one person sees: a provider and a room of their own. */
export function Screen({ uid, name, room, children }: ScreenProps): ReactElement {
  const backend = useBackend();
  return (
    <HummerProvider hummer={backend.peer(uid).hummer}>
      <HummerRoom roomId={room} extra={{ displayName: name }}>
        <section className="classroom-screen" aria-label={`What ${name} sees`}>
          <header>
            <h2>{name}</h2>
            <Status />
          </header>
          <ConnectionBanner delay={1500} />
          {children}
        </section>
      </HummerRoom>
    </HummerProvider>
  );
}

/** Theme and direction of the toolbar. */
const withLook: Decorator = (Story, { globals }) => (
  <div
    className="story story-classroom"
    dir={globals['direction'] as 'ltr' | 'rtl'}
    data-hummer-theme={globals['theme'] as string}
  >
    <Story />
  </div>
);

/** What every story file of the classroom spreads into its meta. */
export const classroom = { decorators: [withLook] };
