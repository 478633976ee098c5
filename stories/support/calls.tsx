import type { Decorator } from '@storybook/react-vite';
import { useEffect, useRef, type ReactNode } from 'react';
import { useCall, useLogin } from '../../src/index.js';
import type { TestBackend, TestPeer } from '../../src/testing/index.js';
import { withHummer, type HummerParameters } from '../../src/testing/storybook.js';
import { personOf } from './people.js';
import { lookArgTypes, withLook, type LookArgs } from './room.js';

/** The args that every story of a call has beside its component's own. */
export interface CallArgs extends LookArgs {
  /** What the others do. */
  scene: CallScene;
  /** How many others there are: with more than one it is a group's call. */
  others: number;
  video: boolean;
}

const SCENES = [
  'nobody calls',
  'they call',
  'they call, and give up',
  'they are away',
  'it rings at theirs',
  'they are called, and come late',
  'they answer',
  'they answer, and hang up',
  'they decline',
  'they are on the phone',
  'they do not answer',
  'they cannot be reached',
] as const;
export type CallScene = (typeof SCENES)[number];

const UID = 'maxi';
const ROOM = 'the-call';

/** The names of the people of a story, whose uids are shorter. */
export function nameOf(uid: string): string | undefined {
  for (let index = 0; index < 10; index++) {
    const person = personOf(index);
    if (person.uid === uid) return person.displayName;
  }
  return undefined;
}

const data = (fields: object): string => JSON.stringify({ type: 'hummer-call', version: 1, ...fields });

const AWAY: ReadonlySet<CallScene> = new Set(['nobody calls', 'they are away', 'they cannot be reached']);

/** Does what the scene says, as somebody at the other end would. */
async function play(backend: TestBackend, { scene, others, video }: CallArgs): Promise<void> {
  // A peer is online as soon as it is named.
  if (AWAY.has(scene)) return;
  const peers = Array.from({ length: others }, (_, index) => backend.peer(personOf(index).uid));
  const [caller, ...rest] = peers;
  if (!caller) return;
  if (scene === 'they call' || scene === 'they call, and give up') {
    const offer = data({ roomId: ROOM, region: 'cn', video });
    if (rest.length > 0) await caller.join('team');
    const group = rest.length > 0 ? { room: 'team' } : {};
    const called = [UID, ...rest.map(({ uid }) => uid)];
    await caller.invite(rest.length > 0 ? called : UID, { data: offer, timeout: 3600, ...group });
    if (scene === 'they call, and give up') {
      await pause(1000);
      await caller.cancel();
    }
    return;
  }
  await Promise.all(peers.map((peer) => answer(peer, scene, video)));
}

async function answer(peer: TestPeer, scene: CallScene, video: boolean): Promise<void> {
  switch (scene) {
    case 'they decline':
      return once(() => peer.reject());
    case 'they are on the phone':
      return once(() => peer.reject({ data: data({ busy: true }) }));
    case 'they are called, and come late':
      return once(() => peer.accept());
    case 'they answer':
    case 'they answer, and hang up':
      await once(() => peer.accept());
      await peer.publish(ROOM, { audio: true, video });
      if (scene === 'they answer') return;
      await pause(1500);
      return peer.leave(ROOM);
    default:
      return;
  }
}

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

/** Until the call has come in there is nothing to answer. */
async function once(work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await work();
      return;
    } catch {
      await pause(50);
    }
  }
}

/** Calls the people of the story as soon as somebody is signed in. */
export function Caller({ others, video, scene }: Pick<CallArgs, 'others' | 'video' | 'scene'>): ReactNode {
  const { status } = useLogin();
  const { call } = useCall();
  const done = useRef(false);
  const signedIn = status === 'logged-in';
  useEffect(() => {
    if (!signedIn || done.current) return;
    done.current = true;
    const uids = Array.from({ length: others }, (_, index) => personOf(index).uid);
    const brief = scene === 'they do not answer' || scene === 'they cannot be reached';
    call({ uids, video, roomId: ROOM, timeout: brief ? 1 : 3600 }).catch(() => undefined);
  }, [signedIn, call, others, video, scene]);
  return null;
}

/** A backend of its own with the people of the args. */
const withCall: Decorator<CallArgs> = (Story, { args, id }) => {
  const { scene, others, video } = args;
  const key = [id, scene, others, video].join(' ');
  const hummer: HummerParameters = { uid: UID, script: (backend) => play(backend, args) };
  return withHummer(Story, { id: key, parameters: { hummer } });
};

const args: CallArgs = {
  scene: 'they call',
  others: 1,
  video: false,
  theme: undefined,
  direction: undefined,
  locale: undefined,
};
const table = { category: 'The call' };

/** What every story file of a call spreads into its meta. */
export const calls = {
  args,
  argTypes: {
    scene: { control: 'select', options: SCENES, table },
    others: { control: { type: 'range', min: 1, max: 8 }, table },
    video: { control: 'boolean', table },
    ...lookArgTypes,
  } as const,
  decorators: [withLook, withCall],
};

/** The args that are the component's. */
export function own<T extends CallArgs>(all: T): Omit<T, keyof CallArgs> {
  const { scene: _1, others: _2, video: _3, theme: _4, direction: _5, locale: _6, ...props } = all;
  return props;
}
