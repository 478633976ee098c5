import type { TestBackend, TestQuality } from '../../src/testing/index.js';

export const ROOM = 'demo';

const NAMES = [
  ['ana', 'Ana Silva'],
  ['bob', 'Bob'],
  ['chen', 'Chen Wei'],
  ['dimitra', 'Δήμητρα'],
  ['elif', 'Elif Demir'],
  ['farid', 'فرید کریمی'],
  ['grace', 'Grace Okafor'],
  ['hana', 'Hana Nováková'],
  ['ivan', 'Ivan Petrov'],
  ['jo', 'Jo'],
] as const;

/** Who the others of a story are: the same ones each time. */
export function personOf(index: number): { uid: string; displayName: string } {
  const [uid, displayName] = NAMES[index % NAMES.length] ?? NAMES[0];
  const round = Math.floor(index / NAMES.length);
  if (round === 0) return { uid, displayName };
  return { uid: `${uid}${round + 1}`, displayName: `${displayName} ${round + 1}` };
}

/** What the others do, by the story's args. */
export interface Scene {
  /** How many others there are. */
  people: number;
  /** The first of them speaks. */
  speaking: boolean;
  /** What happens to the link once everybody is there. */
  network: 'online' | 'offline' | 'signed in elsewhere';
  /** Whether they publish camera and microphone. */
  media: boolean;
  /** Whether they write. */
  chat: boolean;
  /** The last of them shares a screen. */
  screen: boolean;
  /** The network of who looks, and of the first of the others: 1 is excellent, 6 is none. */
  quality: TestQuality;
}

/** Brings the others into the room. Every second camera is off, every third microphone is muted. */
export async function play(backend: TestBackend, uid: string, scene: Scene): Promise<void> {
  backend.faults.quality(uid, scene.quality);
  backend.faults.quality(personOf(0).uid, scene.quality);
  const people = Array.from({ length: scene.people }, (_, index) => personOf(index));
  await Promise.all(
    people.map(async ({ uid: theirs, displayName }, index) => {
      const peer = backend.peer(theirs);
      await peer.join(ROOM, { extra: { displayName } });
      if (!scene.media) return;
      await peer.publish(ROOM, { audio: true, video: index % 2 === 0 });
      if (index % 3 === 1) await peer.mute('audio');
    }),
  );
  const [first, second] = people;
  const last = people.at(-1);
  if (scene.screen && last) await backend.peer(last.uid).publish(ROOM, { screen: true, screenAudio: true });
  if (scene.speaking && scene.media && first) backend.peer(first.uid).speak(0.7);
  if (scene.chat && first) {
    await backend.peer(first.uid).send(ROOM, 'Hello everybody!');
    await backend.peer(first.uid).send(ROOM, 'Can you hear me?');
  }
  if (scene.chat && second) {
    await backend
      .peer(second.uid)
      .send(ROOM, 'Loud and clear. The plan is at https://example.org/a/long/path/to/the/plan');
  }
  if (scene.network !== 'online') await isThere(backend, uid);
  if (scene.network === 'offline') backend.faults.goOffline();
  if (scene.network === 'signed in elsewhere') backend.connect({ uid });
}

/** Nobody loses a link before having one. */
async function isThere(backend: TestBackend, uid: string): Promise<void> {
  for (;;) {
    const rooms = await backend.server.rooms();
    if (rooms.some(({ members }) => members.includes(uid))) return;
    await new Promise((next) => setTimeout(next, 50));
  }
}
