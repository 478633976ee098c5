import type { ReactElement, ReactNode } from 'react';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import type { Hummer } from '../../../src/core/hummer.js';
import { noteHolder } from '../../../src/hooks/internal/dev.js';
import { registerInternals, type HummerInternals, type MediaPart } from '../../../src/core/internals.js';
import { createClientStore, memberKey, type ClientStore } from '../../../src/store/clientStore.js';
import type { Member, SessionState } from '../../../src/store/state.js';
import { createControlledClock, type ControlledClock } from '../../../src/testing/backend/controlledClock.js';

/** A client whose core is a script: the real stores, and a list of what hooks asked of it. */
export interface Scripted {
  readonly hummer: Hummer;
  readonly internals: HummerInternals;
  readonly store: ClientStore;
  readonly clock: ControlledClock;
  /** Every call that hooks made, in order: `['rooms.acquire', 'cn', 'demo']`. */
  readonly calls: unknown[][];
  /** Names of the calls alone. */
  names(): string[];
  /** What a call answers; by default it resolves with nothing. */
  answer(name: string, answer: (...args: never[]) => unknown): void;
  login(change: Partial<SessionState['login']>): void;
  member(roomId: string, uid: string, change?: Partial<Member>): void;
}

type Answer = (...args: never[]) => unknown;

export function scripted({ joined }: { joined?: string } = {}): Scripted {
  const store = createClientStore();
  const clock = createControlledClock();
  const calls: unknown[][] = [];
  const answers = new Map<string, Answer>();
  const call =
    (name: string, fallback: Answer = () => Promise.resolve()) =>
    (...args: unknown[]): unknown => {
      calls.push([name, ...args]);
      return (answers.get(name) ?? fallback)(...(args as never[]));
    };
  const bound = new Map<string, Record<string, unknown>>();
  const actions = (part: string, key: string, names: readonly string[]): Record<string, unknown> => {
    const id = `${part} ${key}`;
    let made = bound.get(id);
    if (!made) {
      made = Object.fromEntries(
        names.map((name) => [name, (...args: unknown[]) => call(`${part}.${name}`)(key, ...args)]),
      );
      bound.set(id, made);
    }
    return made;
  };
  const released = (name: string): Answer => {
    return (...args) => {
      return () => void calls.push([name, ...args]);
    };
  };
  const held =
    (name: string): Answer =>
    (...args) => ({
      release: () => void calls.push([`${name}.release`, args[0]]),
      update: (options: unknown) => void calls.push([`${name}.update`, args[0], options]),
    });
  const writes = ['set', 'addOrUpdate', 'deleteByKeys', 'clear'];
  const part = {
    acquire: call('media.acquire', held('media')),
    rtcActions: (key: string) => actions('rtc', key, ['join', 'leave', 'switchRole', 'publish', 'unpublish']),
    acquireLocalStream: call('media.acquireLocalStream', held('localStream')),
    localStreamActions: (id: string) =>
      actions('localStream', id, ['muteAudio', 'unmuteAudio', 'muteVideo', 'unmuteVideo', 'switchDevice']),
    acquirePublication: call('media.acquirePublication', released('media.releasePublication')),
    remoteStreamActions: (id: string) =>
      actions('remoteStream', id, ['subscribe', 'unsubscribe', 'setVolume', 'setPreferredLayers']),
    devices: {
      observe: call('devices.observe', released('devices.unobserve')),
      select: call('devices.select'),
      requestPermission: call('devices.requestPermission'),
      outputSelectable: true,
    },
    track: call('media.track', () => null),
    watchVideo: call('media.watchVideo', held('viewer')),
    observeAudioLevel: call('media.observeAudioLevel', released('media.unobserveAudioLevel')),
    observeSpeaking: call('media.observeSpeaking', released('media.unobserveSpeaking')),
    attachRemoteAudio: call('media.attachRemoteAudio', released('media.detachRemoteAudio')),
    resumePlayback: call('media.resumePlayback'),
  };
  let media: unknown = null;
  const parts: Record<string, unknown> = {
    roomMessages: {
      actions: (key: string) => actions('room', key, ['join', 'leave', 'sendMessage']),
      messages: (key: string) => actions('messages', key, ['send', 'retry', 'discard']),
    },
    peers: { messages: (uid: string) => actions('peerMessages', uid, ['send', 'retry', 'discard']) },
    speakers: { hold: call('speakers.hold', released('speakers.release')) },
    presence: {
      watch: call('presence.watch', released('presence.release')),
      refetch: call('presence.refetch'),
    },
  };
  const internals = {
    store,
    clock,
    log: { error: call('log.error'), warn: () => undefined, info: () => undefined, debug: () => undefined },
    mount: call('mount', released('unmount')),
    request: call('request', () => Promise.resolve({})),
    onSession: call('onSession', () => () => undefined),
    rooms: {
      acquire: call('rooms.acquire', released('rooms.release')),
      roomAttributes: (key: string) => actions('roomAttributes', key, writes),
      localUserAttributes: (key: string) => actions('localUserAttributes', key, writes),
    },
    bring: (name: string) => parts[name],
    get media() {
      return media;
    },
    get hasMedia() {
      return media !== null;
    },
    bringMedia: () => (media ??= part) as MediaPart,
  } as unknown as HummerInternals;

  const hummer = Object.fromEntries(
    ['login', 'logout', 'refreshToken', 'setUserRegion'].map((name) => [name, call(name)]),
  ) as unknown as Hummer;
  registerInternals(hummer, internals);
  // Readers of this room need no component that joins it.
  if (joined !== undefined) noteHolder(internals, 'test', `cn:${joined}`, {});
  return {
    hummer,
    internals,
    store,
    clock,
    calls,
    names: () => calls.map(([name]) => String(name)),
    answer: (name, answer) => void answers.set(name, answer),
    login(change) {
      store.session.setState(({ login }) => ({ login: { ...login, ...change } }));
    },
    member(roomId, uid, change = {}) {
      store.members.set(memberKey(`cn:${roomId}`, uid), {
        uid,
        isLocal: false,
        joinedAt: 0,
        extra: {},
        ...change,
      });
    },
  };
}

/** A wrapper for `render` and `renderHook`. */
export function around({ hummer }: Scripted, onError?: Parameters<typeof HummerProvider>[0]['onError']) {
  return function Around({ children }: { children: ReactNode }): ReactElement {
    return (
      <HummerProvider hummer={hummer} onError={onError}>
        {children}
      </HummerProvider>
    );
  };
}
