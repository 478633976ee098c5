import type { Hummer } from '../../core/hummer.js';
import { internalsOf, type SendOptions } from '../../core/internals.js';
import { peersOf } from '../../core/peers/peers.js';
import { roomMessagesOf } from '../../core/rooms/roomMessages.js';
import type { Transport } from '../../core/transport/Transport.js';
import { DEFAULT_REGION, roomKeyOf, type Region } from '../../protocol/regions.js';
import type { AttributeMap } from '../../protocol/rooms.js';
import type { MediaKind } from '../../protocol/rtp.js';
import { createPeerCalls, type TestCalls } from './peerCalls.js';
import { PeerMedia, type PeerSource } from './peerMedia.js';

/** How a test names a room: an id of the default region, or a key of `roomKey()`. @public */
export type TestRoom = string | { readonly roomId: string; readonly region?: Region };

/** What a peer publishes. @public */
export interface TestPublishOptions {
  /** The microphone. */
  audio?: boolean;
  /** The camera. */
  video?: boolean;
  /** A screen, in the same room as the camera: the server allows one screen per room. */
  screen?: boolean;
  /** The sound of the screen. */
  screenAudio?: boolean;
}

const SOURCES = {
  audio: 'microphone',
  video: 'camera',
  screen: 'screen',
  screenAudio: 'screen-audio',
} as const;

/**
 * Somebody else in the room, moved by a test or a story: a real client of its own behind the same server.
 *
 * Each call resolves when the server has it; `backend.settle()` waits until everybody else has it too.
 * @public
 */
export interface TestPeer extends TestCalls {
  readonly uid: string;
  /** The peer's client, for what has no call here. */
  readonly hummer: Hummer;
  join(room: TestRoom, options?: { extra?: AttributeMap }): Promise<void>;
  /** Leaves a room, or all it is in, with their media. */
  leave(room?: TestRoom): Promise<void>;
  /** Its network breaks and stays away: it is a member until the grace is over. `comeBack()` ends it. */
  drop(): void;
  comeBack(): void;
  /** A message to the room: JSON, or a `Uint8Array`. */
  send(room: TestRoom, data: unknown, options?: SendOptions): Promise<void>;
  /** A message to one user. */
  sendTo(uid: string, data: unknown, options?: SendOptions): Promise<void>;
  /** Sets the peer's own attributes in a room. */
  setAttributes(room: TestRoom, attributes: AttributeMap): Promise<void>;
  /** Adds to or changes the attributes of a room. */
  setRoomAttributes(room: TestRoom, attributes: AttributeMap): Promise<void>;
  /** Joins the room's media, if need be, and publishes. Without options microphone and camera. */
  publish(room: TestRoom, options?: TestPublishOptions): Promise<void>;
  unpublish(room: TestRoom, options?: TestPublishOptions): Promise<void>;
  /** Mutes its microphone or its camera, in every room. */
  mute(kind: MediaKind): Promise<void>;
  unmute(kind: MediaKind): Promise<void>;
  /** Is heard at `level`, 0 to 1, in every room it publishes audio in; 0 is silence. */
  speak(level: number): void;
}

/** What a peer needs of its backend. */
export interface PeerPorts {
  readonly hummer: Hummer;
  readonly transport: Transport;
  readonly url: string;
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  cutOff(): void;
  admit(): void;
  /** It publishes this from now on. */
  produced(producerId: string): void;
  speak(producerId: string, level: number): void;
}

export function createPeer(uid: string, ports: PeerPorts): TestPeer {
  const { hummer, run } = ports;
  const internals = internalsOf(hummer);
  const service = hummer.createInstance();
  const media = new Map<string, PeerMedia>();
  const joined = new Map<string, Address>();
  /** What it calls itself in a room, and so in the room's media. */
  const names = new Map<string, string>();

  interface Address {
    readonly region: Region;
    readonly roomId: string;
    readonly key: string;
  }
  const addressOf = (room: TestRoom): Address => {
    const { roomId, region = DEFAULT_REGION } = typeof room === 'string' ? { roomId: room } : room;
    return { roomId, region, key: roomKeyOf(region, roomId) };
  };

  async function mediaOf({ roomId, region, key }: Address): Promise<PeerMedia> {
    const known = media.get(key);
    if (known && !known.dropped) return known;
    await ready();
    const { token } = await internals.request('media:token', { region, roomId, role: 0 });
    const made = await PeerMedia.join(ports.transport, {
      url: ports.url,
      session: token,
      roomId,
      displayName: names.get(key) ?? uid,
    });
    media.set(key, made);
    return made;
  }

  /** A peer is connected with `autoLogin`: whatever it does first waits for that. */
  async function ready(): Promise<void> {
    const { session } = internals.store;
    if (session.getState().connection.state === 'CONNECTED') return;
    await new Promise<void>((resolve, reject) => {
      const stop = session.subscribe(({ connection, login }) => {
        if (connection.state === 'CONNECTED') resolve();
        else if (login.error) reject(login.error);
        else return;
        stop();
      });
    });
  }

  async function leaveMedia(key: string): Promise<void> {
    const left = media.get(key);
    media.delete(key);
    await left?.leave();
  }

  async function setMuted(kind: MediaKind, muted: boolean): Promise<void> {
    const source = SOURCES[kind];
    const publishing = [...media.values()].filter((one) => one.producerId(source) !== null);
    if (publishing.length === 0) throw new Error(`Peer ${uid} publishes no ${kind}: call publish() first.`);
    await Promise.all(publishing.map((one) => one.setMuted(source, muted)));
  }

  const sourcesOf = (options: TestPublishOptions = { audio: true, video: true }): PeerSource[] =>
    (Object.keys(SOURCES) as (keyof typeof SOURCES)[])
      .filter((name) => options[name])
      .map((name) => SOURCES[name]);

  return {
    ...createPeerCalls({ uid, internals, run, ready }),
    uid,
    hummer,
    join: (room, options = {}) =>
      run(async () => {
        const address = addressOf(room);
        await ready();
        await service.createRoom(address).joinRoom(options);
        joined.set(address.key, address);
        names.set(address.key, options.extra?.['displayName'] ?? uid);
      }),
    leave: (room) =>
      run(async () => {
        const rooms = room === undefined ? [...joined.values()] : [addressOf(room)];
        for (const address of rooms) {
          await leaveMedia(address.key);
          if (joined.delete(address.key)) await service.createRoom(address).leaveRoom();
        }
        if (room === undefined) for (const key of [...media.keys()]) await leaveMedia(key);
      }),
    drop() {
      ports.cutOff();
    },
    comeBack() {
      ports.admit();
    },
    send: (room, data, options) =>
      run(async () => {
        await ready();
        await roomMessagesOf(internals).messages(addressOf(room).key).send(data, options);
      }),
    sendTo: (to, data, options) =>
      run(async () => {
        await ready();
        await peersOf(internals).messages(to).send(data, options);
      }),
    setAttributes: (room, attributes) =>
      run(async () => {
        await ready();
        await service.createRoom(addressOf(room)).setLocalUserAttributes({ attributes });
      }),
    setRoomAttributes: (room, attributes) =>
      run(async () => {
        await ready();
        const { region, roomId } = addressOf(room);
        await service.addOrUpdateRoomAttributes({ region, roomId, attributes });
      }),
    publish: (room, options) =>
      run(async () => {
        const one = await mediaOf(addressOf(room));
        for (const source of sourcesOf(options)) {
          await one.publish(source);
          const producerId = one.producerId(source);
          if (producerId !== null) ports.produced(producerId);
        }
      }),
    unpublish: (room, options) =>
      run(async () => {
        const one = media.get(addressOf(room).key);
        for (const source of sourcesOf(options)) await one?.unpublish(source);
      }),
    mute: (kind) => run(() => setMuted(kind, true)),
    unmute: (kind) => run(() => setMuted(kind, false)),
    speak(level) {
      for (const one of media.values()) {
        const producerId = one.producerId('microphone');
        if (producerId !== null) ports.speak(producerId, level);
      }
    },
  };
}
