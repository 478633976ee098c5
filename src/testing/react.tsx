'use client';
import {
  act,
  render,
  renderHook,
  type RenderHookOptions,
  type RenderHookResult,
  type RenderOptions,
  type RenderResult,
} from '@testing-library/react';
import { StrictMode, type ComponentType, type ReactElement, type ReactNode } from 'react';
import type { Hummer } from '../core/hummer.js';
import type { RtcOptions } from '../core/internals.js';
import { HummerRoom } from '../hooks/compose/HummerRoom.js';
import { HummerProvider } from '../hooks/connection/HummerProvider.js';
import { roomKey } from '../hooks/internal/roomKey.js';
import { createTestBackend, surround } from './backend/createTestBackend.js';
import type { TestBackend } from './backend/TestBackend.js';
import type { TestRoom } from './backend/testPeer.js';

/** @public */
export interface HummerWrapperOptions {
  /** Default: a new one. */
  backend?: TestBackend;
  /** Who the provider signs in. Default `'me'`; null is nobody. */
  uid?: string | null;
  /** A client of `backend.connect()`, whose login is the test's. */
  hummer?: Hummer;
  /** Puts the children into a `HummerRoom`. */
  room?: TestRoom;
  /** Joins that room's media too, with these options. */
  media?: false | RtcOptions;
  /** Renders in StrictMode. With `createHummerWrapper` ask your renderer too: Testing Library's `reactStrictMode`. */
  strict?: boolean;
}

/** What a test rendered into. @public */
export interface HummerStage {
  readonly hummer: Hummer;
  readonly backend: TestBackend;
}

type Wrapper = ComponentType<{ children?: ReactNode }>;

function setStage(options: HummerWrapperOptions): HummerStage & { readonly wrapper: Wrapper } {
  const { backend = createTestBackend(), uid = 'me', room, media = false, strict = false } = options;
  const hummer = options.hummer ?? backend.connect({ uid: uid ?? 'me', autoLogin: false });
  const signedIn = options.hummer ? undefined : uid;
  const roomId = typeof room === 'object' ? roomKey(room.roomId, { region: room.region }) : room;
  surround(backend, async (work) => {
    await act(work);
  });
  function wrapper({ children }: { children?: ReactNode }): ReactElement {
    const provided = (
      <HummerProvider hummer={hummer} uid={signedIn}>
        {roomId === undefined ? children : <HummerRoom {...{ roomId, media, children }} />}
      </HummerProvider>
    );
    return strict ? <StrictMode>{provided}</StrictMode> : provided;
  }
  return { hummer, backend, wrapper };
}

/**
 * A component that provides a client of a test backend, for the `wrapper` option of any renderer. From then on the
 * backend moves inside React's `act`: await `backend.settle()`, `clock.tick()` and what peers do, and nothing more.
 *
 * @example
 * ```tsx
 * const backend = createTestBackend();
 * render(<Lesson />, { wrapper: createHummerWrapper({ backend, uid: 'ann', room: 'demo' }) });
 * await backend.settle();
 * ```
 * Source: REACT.md, Testing door.
 * @public
 */
export function createHummerWrapper(options: HummerWrapperOptions = {}): Wrapper {
  return setStage(options).wrapper;
}

/**
 * Renders with a provider on a test backend.
 *
 * @returns Testing Library's result, and the client and the backend. Nothing has happened yet but the first render: await
 * `backend.settle()`.
 * @example
 * ```tsx
 * const { backend } = renderWithHummer(<Lesson />, { uid: 'ann', room: 'demo' });
 * await backend.peer('bob').join('demo');
 * await backend.settle();
 * expect(screen.getByText('bob')).toBeVisible();
 * ```
 * Source: REACT.md, Testing door; SETTLED 30.
 * @public
 */
export function renderWithHummer(
  ui: ReactNode,
  options: HummerWrapperOptions & Omit<RenderOptions, 'wrapper' | 'queries'> = {},
): RenderResult & HummerStage {
  const { wrapper, hummer, backend } = setStage(options);
  const result: RenderResult = render(ui, { ...rest(options), ...strictly(options), wrapper });
  return { ...result, hummer, backend };
}

/**
 * Renders a hook with a provider on a test backend; the same options as `renderWithHummer`.
 *
 * @example
 * ```tsx
 * const { result, backend } = renderHookWithHummer(() => useRoomMembers('demo'), { room: 'demo' });
 * await backend.settle();
 * expect(result.current).toEqual(['me']);
 * ```
 * Source: REACT.md, Testing door.
 * @public
 */
export function renderHookWithHummer<TResult, TProps>(
  hook: (props: TProps) => TResult,
  options: HummerWrapperOptions & Omit<RenderHookOptions<TProps>, 'wrapper' | 'queries'> = {},
): RenderHookResult<TResult, TProps> & HummerStage {
  const { wrapper, hummer, backend } = setStage(options);
  return { ...renderHook(hook, { ...rest(options), ...strictly(options), wrapper }), hummer, backend };
}

/** React runs effects twice only where StrictMode is around the root: that is Testing Library's to do. */
function strictly({ strict }: HummerWrapperOptions): { reactStrictMode?: true } {
  return strict ? { reactStrictMode: true } : {};
}

/** What is left for Testing Library. */
function rest<T extends HummerWrapperOptions>(options: T): Omit<T, keyof HummerWrapperOptions> {
  const { backend: _1, uid: _2, hummer: _3, room: _4, media: _5, strict: _6, ...others } = options;
  return others;
}
