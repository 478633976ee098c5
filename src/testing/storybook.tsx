'use client';
import { useEffect, useState, type ComponentType, type ReactElement } from 'react';
import type { Hummer } from '../core/hummer.js';
import { HummerRoom } from '../hooks/compose/HummerRoom.js';
import { HummerProvider } from '../hooks/connection/HummerProvider.js';
import { roomKey } from '../hooks/internal/roomKey.js';
import type { RtcOptions } from '../core/internals.js';
import { createTestBackend } from './backend/createTestBackend.js';
import type { TestBackend, TestBackendOptions } from './backend/TestBackend.js';
import type { TestRoom } from './backend/testPeer.js';

/** `parameters.hummer` of a story. @public */
export interface HummerParameters {
  /** Who looks at the story. Default `'me'`; null is signed out. */
  uid?: string | null;
  /** Puts the story into a `HummerRoom`. */
  room?: TestRoom;
  /** Joins that room's media too, with these options. */
  media?: false | RtcOptions;
  /** Options of the backend; its clock is the real one. */
  backend?: TestBackendOptions;
  /** Moves the others: who joins, speaks, loses the network. Runs once for each story, beside the first render. */
  script?: (backend: TestBackend) => void | Promise<void>;
}

/** The part of Storybook's context that the decorator reads. */
interface StoryContext {
  readonly id: string;
  readonly parameters: { readonly hummer?: HummerParameters };
}

/**
 * A Storybook decorator: every story gets a provider on a backend of its own, moved by `parameters.hummer.script`.
 *
 * @example
 * ```tsx
 * export default { component: MemberList, decorators: [withHummer] };
 * export const Three = {
 *   parameters: {
 *     hummer: { uid: 'ann', room: 'demo', script: (backend) => backend.peer('bob').join('demo') },
 *   },
 * };
 * ```
 * Source: REACT.md, Testing door and Storybook.
 * @public
 */
export function withHummer(
  Story: ComponentType,
  { id, parameters: { hummer = {} } }: StoryContext,
): ReactElement {
  return (
    <StoryStage key={id} {...hummer}>
      <Story />
    </StoryStage>
  );
}

interface Stage {
  readonly hummer: Hummer;
  /** Starts the script once; the backend ends a moment after the last `leave`, so that StrictMode keeps it. */
  enter(): () => void;
}

function createStage({ uid, backend: options, script }: HummerParameters): Stage {
  const backend = createTestBackend({ clock: 'real', ...options });
  let started = false;
  let over = false;
  let ending: ReturnType<typeof setTimeout> | undefined;
  const play = async (): Promise<void> => {
    try {
      await script?.(backend);
    } catch (error) {
      if (!over) throw error; // a script that was cut off by the end of its story has not failed
    }
  };
  return {
    hummer: backend.connect({ uid: uid ?? 'me', autoLogin: false }),
    enter() {
      clearTimeout(ending);
      if (!started) void play();
      started = true;
      return () => {
        ending = setTimeout(() => {
          over = true;
          void backend.close();
        }, 0);
      };
    },
  };
}

function StoryStage(props: HummerParameters & { children: ReactElement }): ReactElement {
  const { uid = 'me', room, media = false, children } = props;
  const [stage] = useState(() => createStage(props));
  useEffect(() => stage.enter(), [stage]);
  const roomId = typeof room === 'object' ? roomKey(room.roomId, { region: room.region }) : room;
  return (
    <HummerProvider hummer={stage.hummer} uid={uid}>
      {roomId === undefined ? children : <HummerRoom {...{ roomId, media, children }} />}
    </HummerProvider>
  );
}
