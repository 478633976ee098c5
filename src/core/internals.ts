import type { Clock } from '../lib/clock.js';
import type { Logger } from '../lib/logger.js';
import type { Cursor } from '../protocol/connection.js';
import { inputError, type HummerError } from '../protocol/errors.js';
import type { HummerNotifications, HummerRequests } from '../protocol/hummer.js';
import type { AttributeMap, RoomPush } from '../protocol/rooms.js';
import type { Region } from '../protocol/regions.js';
import type { ClientStore } from '../store/clientStore.js';
import type { Continuity, MembershipLeftReason, StreamKey } from '../store/state.js';
import type { EnvironmentEvent } from './environment.js';
import type { SignatureProvider } from './hummerTypes.js';
import type { TabMemory } from './connection/tabMemory.js';
import type { Pace } from './delivery/pace.js';
import type { LocalCapture } from './media/LocalCapture.js';
import type { LocalStream } from './media/LocalStream.js';
import type {
  AudioProfileName,
  RTCScreenProfile,
  ScreenProfileName,
  VideoProfileName,
} from './media/profiles.js';
import type { RtcClient } from './media/RtcClient.js';
import type { VideoCodec } from './media/MediaEngine.js';
import type { RoomMedia } from './media/RoomMedia.js';
import type { SessionJoinConfig } from './media/rtcTypes.js';
import type { PreferredLayers, VideoViewer } from './media/VideoDemand.js';
import type { Transport } from './transport/Transport.js';

/** What a domain of core gets of its client. */
export interface DomainContext {
  readonly appid: number;
  readonly store: ClientStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly memory: TabMemory;
  readonly pace: Pace;
  readonly rooms: RoomsPart;
  /** Who is logged in, or about to be; throws 1001 if nobody. */
  readonly uid: () => string;
  /** Throws, saying what to do, while the server cannot be asked. */
  readonly requireLink: (event: string) => void;
  /** One request on `/hummer`. Waits for nothing: rejects with 1007 while the link is down. */
  readonly request: <E extends keyof HummerRequests>(
    event: E,
    data: HummerRequests[E]['data'],
  ) => Promise<HummerRequests[E]['result']>;
  /** Notifications of `/hummer`, decoded from their frame; handlers run inside one store batch. */
  readonly onNotification: <E extends keyof HummerNotifications>(
    event: E,
    handler: (data: HummerNotifications[E]) => void,
  ) => () => void;
  /**
   * The life of the session, for every domain. `opened` comes after each successful login or reconnect, and at once to
   * who asks later; `dropped` when the link is lost and a reconnect begins, `closed` when the session is over (logout,
   * kick, refusal, another uid).
   */
  readonly onSession: (handler: (event: SessionEvent) => void) => () => void;
  /** Changes stores as one: readers are told once, then what `afterApply` collected runs. */
  readonly apply: (work: () => void) => void;
  /** Runs after all stores of a frame are applied: this is where user handlers are called. */
  readonly afterApply: (callback: () => void) => void;
  /** Where what a user handler throws ends. */
  readonly report: (error: unknown) => void;
  /**
   * Brings a part that is not in the first load: the first call makes it, every other answers the same one. Whoever
   * needs the part passes its factory, so that an app that does not need it does not load it.
   */
  readonly bring: <T>(name: string, make: (context: DomainContext) => T) => T;
}

/**
 * What the domains of core and the hooks share of one client. Users never see it: hooks reach it with
 * `internalsOf(hummer)`, domains get it when they are made. Domains meet here and in the store, never in imports.
 */
export interface HummerInternals extends DomainContext {
  readonly transport: Transport;
  readonly options: {
    readonly appid: number;
    readonly url: string;
    readonly requestTimeout: number;
    readonly signatureProvider: SignatureProvider | undefined;
  };
  /**
   * Counted mount of a provider; the first mounts, the last unmounts after the release delay. Signs nobody in or out:
   * that is the provider's, which may also be given a client whose login is the app's.
   */
  mount(): () => void;

  /** The media part: throws a `HummerError` that names the import while `core/media` is not loaded. */
  readonly media: MediaPart;
  /** As `bring`, with `core/media`'s factory. */
  bringMedia(make: (internals: HummerInternals) => MediaPart): MediaPart;
  /** Whether media has been brought. */
  readonly hasMedia: boolean;
}

const registry = new WeakMap<object, HummerInternals>();

/** Called once by the client's constructor. */
export function registerInternals(client: object, internals: HummerInternals): void {
  registry.set(client, internals);
}

/** The internals of a client made by `Hummer.createHummer`. */
export function internalsOf(client: object): HummerInternals {
  const internals = registry.get(client);
  if (!internals) {
    throw inputError(
      'hummer',
      'This is not a client of this package: make one with Hummer.createHummer().',
      client,
    );
  }
  return internals;
}

export type SessionEvent =
  | {
      type: 'opened';
      resumed: boolean;
      /** Names this client among the user's others. */
      instanceId: number;
      /** Rooms that the session is still in, with the heads of their streams. */
      rooms: readonly { roomKey: string; epoch: string; seq: number }[];
      /** How long the server keeps the rooms of a lost link, in ms. */
      grace: number;
      /** Head of the user's inbox. */
      inbox: Cursor;
    }
  | { type: 'dropped' }
  | { type: 'closed'; reason: 'logout' | 'kicked' | 'refused' };

/** Calls of a room that are bound to it: one object per (client, room), for life. */
export interface RoomActions {
  readonly join: () => Promise<void>;
  readonly leave: () => Promise<void>;
  readonly sendMessage: (data: unknown, options?: SendOptions) => Promise<void>;
}

/** Options of a message. `type` defaults to `'json'`, or `'bytes'` for a `Uint8Array`. @public */
export interface SendOptions {
  type?: string | undefined;
  appExtras?: AttributeMap | undefined;
  /** False: not stored, not repeated, may be lost; for cursors and strokes in flight. Default true. */
  reliable?: boolean | undefined;
}

export interface MessageActions {
  /** Shows the message as 'sending' at once; resolves when the server has it. */
  readonly send: (data: unknown, options?: SendOptions) => Promise<void>;
  /** Sends a failed message again under the same id: never a duplicate. */
  readonly retry: (id: string) => Promise<void>;
  readonly discard: (id: string) => void;
}

/** Options of an attribute write. @public */
export interface AttributeWriteOptions {
  /** Refuse with 5110 if the map is at another revision. */
  ifRevision?: number | undefined;
}

export interface AttributeActions {
  readonly set: (attributes: AttributeMap, options?: AttributeWriteOptions) => Promise<void>;
  readonly addOrUpdate: (attributes: AttributeMap, options?: AttributeWriteOptions) => Promise<void>;
  readonly deleteByKeys: (keys: readonly string[], options?: AttributeWriteOptions) => Promise<void>;
  readonly clear: (options?: AttributeWriteOptions) => Promise<void>;
}

/** Options of one that holds a membership; read when they are needed, so they may change. */
export interface HoldOptions {
  readonly autoJoin: boolean;
  /** The first that is named counts. */
  readonly extra?: AttributeMap | undefined;
}

export interface RoomsPart {
  /**
   * Counts one user of a membership and joins with the first, if `autoJoin`. The returned function releases; the room is left
   * 200 ms (client clock) after the last release. Sticky ends (leave(), kick, ban, dismissal) are not re-joined. `options`
   * is read live: `extra` counts at each join. Held memberships join again after a logout and login, also of another uid.
   */
  acquire(region: Region, roomId: string, options: HoldOptions): () => void;
  /** Actions on the room's attributes, or on the local user's in that room. */
  roomAttributes(roomKey: string): AttributeActions;
  localUserAttributes(roomKey: string): AttributeActions;
  /** Every push of a room, once, after its state is applied. `replay` is true for pushes read from history. */
  onPush(roomKey: string, handler: (push: RoomPush, replay: boolean) => void): () => void;
  /** Every change of a room's continuity, with what is missing. */
  onContinuity(
    roomKey: string,
    handler: (change: { continuity: Continuity; missed?: { from: number; to: number } }) => void,
  ): () => void;
}

/** Messages of rooms: `core/rooms/roomMessages`, brought by who reads or sends them. */
export interface RoomMessagesPart {
  actions(roomKey: string): RoomActions;
  messages(roomKey: string): MessageActions;
}

/** Messages between users: `core/peers`, brought by who reads or sends them. */
export interface PeersPart {
  messages(uid: string): MessageActions;
}

/** What hooks need of media. Implemented in `core/media`, brought by the hooks that need it. */
export interface MediaPart {
  /** Counted membership of a room's media. Released 200 ms after the last hold; the first holder's options count. */
  acquire(roomKey: string, options: RtcOptions): RtcHold;
  rtcActions(roomKey: string): RtcActions;
  /** Seed 002's client of a room, on the same membership: one object per room for life, which keeps the room from then on. */
  rtcClient(roomKey: string): RtcClient<SessionJoinConfig>;
  /**
   * Counted capture under a local id: the first config starts it, a changed one adjusts it, the last release stops it.
   * The id is the `streamId` of its key, so that a local key finds its state and its actions.
   */
  acquireLocalStream(id: string, config: LocalStreamConfig): LocalStreamHold;
  localStreamActions(id: string): LocalStreamActions;
  /** Seed 002's stream over a capture's devices: one object per id for life. */
  localStream(id: string): LocalStream;
  /** The capture of a local stream's id, of the hooks or of `HRTC.createStream`, made if it is not there. */
  capture(id: string): LocalCapture;
  /** Counted 'published while held'. Waits for joined and for the capture, keeps through reconnects. */
  acquirePublication(roomKey: string, streamId: string, options: PublishOptions): () => void;
  remoteStreamActions(streamId: string): RemoteStreamActions;
  devices: DevicesPart;
  /** The live track of an id in the store, or null. */
  track(trackId: string): MediaStreamTrack | null;
  /**
   * Counts one place where a remote stream may be seen, beginning unseen; null if the stream has ended. Whoever needs the
   * whole picture without showing it (a recorder, picture-in-picture) says `update('all')`.
   */
  watchVideo(key: StreamKey): VideoViewer | null;
  /** Level 0 to 1 of a stream's audio, at most 20 a second. Works for local and remote streams. */
  observeAudioLevel(key: StreamKey, handler: (level: number) => void): () => void;
  /** Keeps the stream's mark in the store's `speaking` while observed; counted. */
  observeSpeaking(key: StreamKey): () => void;
  /** Attaches remote audio of the room to one hidden element per stream; returns the detach. Reports a refused autoplay to the store. */
  attachRemoteAudio(roomKey: string): () => void;
  /** Plays all again after a gesture. */
  resumePlayback(): Promise<void>;
  /** The media of a room, for who observes or uses it by other means than these; it is kept until it is released. */
  keepRoom(roomKey: string): KeptRoom;
  /** The others in a room's media, whoever joined it: those who are there at once, then each who comes or goes. */
  watchPeers(roomKey: string, handler: (change: PeerChange) => void): () => void;
  /** What happens to the page: memberships are left when it goes, and taken up when it is shown again. */
  environmentChanged(event: EnvironmentEvent): void;
}

/** The media of a room in the hands of somebody. */
export interface KeptRoom {
  readonly room: RoomMedia;
  /** Rejects before the login. */
  readonly join: (options?: RtcOptions) => Promise<void>;
  readonly leave: () => Promise<void>;
  readonly release: () => void;
}

/** Somebody came into a room's media, or went; `code` is of seed 002, table 3-6, null if nobody said why. */
export type PeerChange =
  | { type: 'joined'; peerId: string; uid: string }
  | { type: 'left'; peerId: string; uid: string; code: number | null };

/** @public */
export interface RtcOptions {
  autoJoin?: boolean | undefined;
  /** `'audience'` is seed 002's role 2: it only watches. */
  role?: 'speaker' | 'audience' | undefined;
  autoSubscribe?: boolean | undefined;
  displayName?: string | undefined;
  /** Hears the three loudest, whatever the room's size, instead of everybody. Default false. */
  topThree?: boolean | undefined;
}

/** @public */
export interface PublishOptions {
  /** Publish the audio track, the video track. Default true. */
  audio?: boolean | undefined;
  video?: boolean | undefined;
  /**
   * Whether video is sent that nobody watches. True: always, all of it. False: nothing before somebody watches. Default: from
   * the start, and no longer when nobody has watched for some seconds.
   */
  autoPushVideo?: boolean | undefined;
  /** Where browser and room share it; it counts when the video begins. Default: the room's first, VP8. */
  videoCodec?: VideoCodec | undefined;
}

export interface RtcActions {
  readonly join: () => Promise<void>;
  readonly leave: () => Promise<void>;
  readonly switchRole: (role: 'speaker' | 'audience') => Promise<void>;
  readonly publish: (streamId: string, options?: PublishOptions) => Promise<void>;
  readonly unpublish: (streamId: string) => Promise<void>;
}

/** Constraints of a local capture; `true` is the default profile. @public */
export interface LocalStreamConfig {
  audio?:
    | boolean
    | {
        deviceId?: string | undefined;
        echoCancellation?: boolean | undefined;
        noiseSuppression?: boolean | undefined;
        autoGainControl?: boolean | undefined;
        /** Sampling, channels and bitrate of seed 002's table. Default: as WebRTC thinks best. */
        profile?: AudioProfileName | undefined;
      }
    | undefined;
  video?:
    | boolean
    | {
        deviceId?: string | undefined;
        width?: number | undefined;
        height?: number | undefined;
        frameRate?: number | undefined;
        /** Of seed 002's table, in place of width, height and frame rate; those win where they are named. */
        profile?: VideoProfileName | undefined;
        facingMode?: 'user' | 'environment' | undefined;
        /** The browser's own blur, where it has one: costs nothing. See `useTrackProcessor` for others. */
        backgroundBlur?: boolean | undefined;
      }
    | undefined;
}

/** How a screen is shared. @public */
export interface ScreenShareOptions {
  /** Also the sound of what is shared, where the browser offers it. Default true. */
  audio?: boolean | undefined;
  /** `'720p'` (default), `'1080p'`, or values over those of the default. */
  profile?: ScreenProfileName | RTCScreenProfile | undefined;
}

/** What is done to a shared screen. @public */
export interface ScreenShareActions {
  readonly start: (options?: ScreenShareOptions) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Sharing the screen in rooms: `core/media/ScreenShares`, brought by the hooks that share. */
export interface ScreenSharesPart {
  actions(roomKey: string): ScreenShareActions;
  /** Counted: what is shared ends with its last observer. */
  observe(roomKey: string): () => void;
}

export interface RtcHold {
  /** Applies what changed while held: role, display name, automatic subscription. Never a rejoin. */
  update(options: RtcOptions): void;
  release(): void;
}

export interface LocalStreamHold {
  readonly streamKey: StreamKey;
  update(config: LocalStreamConfig): void;
  release(): void;
  /** As `release`, without the delay for a remount: the user said 'stop'. */
  end(): void;
}

/** What can be done with a local stream of the hooks (REACT.md, `useLocalStream`). */
export interface LocalStreamActions {
  /** Sends silence; the microphone stays open, so that unmuting is instant. */
  readonly muteAudio: () => Promise<void>;
  /** Rejects with the reason if a microphone has to be opened for it and does not open. */
  readonly unmuteAudio: () => Promise<void>;
  /** Closes the camera, its light too. */
  readonly muteVideo: () => Promise<void>;
  /** Opens the camera again; rejects with the reason if it does not open, and the stream stays muted. */
  readonly unmuteVideo: () => Promise<void>;
  /** Takes another device without a gap; rejects, and goes on with the old one, if that does not open. */
  readonly switchDevice: (kind: 'camera' | 'microphone', deviceId: string) => Promise<void>;
}

/** What can be done with somebody's stream (REACT.md, `useRemoteStream`). */
export interface RemoteStreamActions {
  /** Receives these media; without options both. */
  readonly subscribe: (options?: { audio?: boolean; video?: boolean }) => Promise<void>;
  /** Receives these media no more; without options neither. */
  readonly unsubscribe: (options?: { audio?: boolean; video?: boolean }) => Promise<void>;
  /** 0 to 100. */
  readonly setVolume: (volume: number) => void;
  /** Asks for these layers, whatever the size of the tiles; null goes back to the size. */
  readonly setPreferredLayers: (layers: PreferredLayers | null) => Promise<void>;
}

export interface DevicesPart {
  /** Starts listing devices and listening to changes; counted. Never prompts. */
  observe(): () => void;
  select(kind: 'camera' | 'microphone' | 'speaker', deviceId: string): Promise<void>;
  requestPermission(kind: 'camera' | 'microphone' | 'speaker'): Promise<void>;
  /** The same for several, with one prompt. */
  requestPermissions(kinds: readonly ('camera' | 'microphone' | 'speaker')[]): Promise<void>;
  readonly outputSelectable: boolean;
}

/** Reported ends of a membership, for the hooks' warnings and the log. */
export interface MembershipEnd {
  reason: MembershipLeftReason;
  error: HummerError | null;
}
