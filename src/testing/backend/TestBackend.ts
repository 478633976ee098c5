import type { MediaRole } from '../../protocol/media.js';
import type { Hummer } from '../../core/hummer.js';
import type { Clock } from '../../lib/clock.js';
import type { BackendStats } from '../../server/domain/createBackend.js';
import type { Limits } from '../../protocol/limits.js';
import type { PushSender } from '../../server/ports/PushSender.js';
import type { TestQuality } from '../media/fakeTraffic.js';
import type { RequestLogEntry, SeenFrame } from '../network/memoryNetwork.js';
import type { ConnectOptions } from './ConnectOptions.js';
import type { TestPeer, TestRoom } from './testPeer.js';
import type { ServerRoom } from './testServer.js';

/** @public */
export interface TestBackendOptions {
  /** `'open'` (the default) lets everybody in without a token; with keys every client gets a token of its own. */
  apps?: 'open' | Readonly<Record<string, { key: string }>>;
  /** `'controlled'` (the default): time passes only in `clock.tick()`. `'real'`: for stories. Or a clock of yours. */
  clock?: 'controlled' | 'real' | Clock;
  /** Faults from the start on. */
  faults?: { delay?: number; drop?: (frame: SeenFrame) => boolean; offline?: boolean };
  /** Changes single limits of the server. */
  limits?: {
    [Group in keyof Limits]?: Limits[Group] extends object ? Partial<Limits[Group]> : Limits[Group];
  };
  /** A new login of a uid ends the older one. Default false. */
  kickOnRemoteLogin?: boolean;
  /** Told of invitations to users who are not connected, as the push service of `createHummerServer` is. */
  push?: PushSender;
}

/** What can go wrong, on command. @public */
export interface TestFaults {
  /** Breaks the connection of `uid` once; its client comes back by itself, when time passes. */
  disconnect(uid: string): void;
  /** Every frame takes `ms` from now on; 0 is the default. */
  delay(ms: number): void;
  /** Loses every frame for which `fn` is true; `drop(() => false)` ends it. */
  drop(fn: (frame: SeenFrame) => boolean): void;
  /** The server refuses the next request `event` (`'room:publish'`, …) of anybody with `code`. */
  failNext(event: string, code: number, message?: string): void;
  /**
   * How well the network carries the media of `uid`, both ways: 1 excellent (the default) to 5 hardly anything, 6 not at all.
   * Clients measure it, within 4 s: of their own, and of others as the server receives them.
   */
  quality(uid: string, quality: TestQuality): void;
  /** Everybody loses the network, until `goOnline()`. */
  goOffline(): void;
  goOnline(): void;
}

/** @public */
export interface TestClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Lets `ms` pass on both sides, and everything that follows from it happen. */
  tick(ms: number): Promise<void>;
}

/** The server from behind. @public */
export interface TestServerView {
  rooms(): Promise<ServerRoom[]>;
  /** Sizes of everything the server holds, for leak tests. */
  stats(): Promise<BackendStats>;
  /** Requests that were answered, oldest first. */
  log(): readonly RequestLogEntry[];
  /** The token of `uid` runs out now, in any token mode: told to the client, its link closes after 30 s. */
  expireToken(uid: string): void;
  /** A token for `uid`, for backends with keys. */
  signToken(options: { uid: string; expiresInSec?: number; temporary?: boolean }): Promise<string>;
  /** Stops and starts anew, with nothing remembered: other epochs, every client meets a gap. */
  restart(): Promise<void>;
  /** The server forgets the messages and events of a room: whoever has missed one gets a gap. */
  loseHistory(room: TestRoom): Promise<void>;
  /** Members without a connection, for large rooms. They joined before anybody looked: no event is sent. */
  addMembers(room: TestRoom, uids: readonly string[]): Promise<void>;
  /** Puts a user out of a room; it may come back. Resolves with whether it was in. */
  kick(room: TestRoom, uid: string): Promise<boolean>;
  /** Puts a user out and keeps it out; 0 seconds lift the ban. */
  ban(room: TestRoom, uid: string, seconds: number): Promise<boolean>;
  /** Makes a user a speaker (0) or one of the audience (2) of a room's media. Resolves with whether it was in. */
  setRole(room: TestRoom, uid: string, role: MediaRole): Promise<boolean>;
  /** Puts everybody out. Resolves with who was in. */
  dismiss(room: TestRoom): Promise<string[]>;
}

/**
 * The real server in this process, with a network that can be broken and a clock that can be moved.
 * @public
 */
export interface TestBackend {
  /** A real client over memory. Returns at once; with `autoLogin` (the default) the login is under way. */
  connect(options: ConnectOptions): Hummer;
  /** Somebody else: the same uid gets the same peer. */
  peer(uid: string): TestPeer;
  /** Waits until nothing more happens without time passing. */
  settle(): Promise<void>;
  readonly faults: TestFaults;
  readonly clock: TestClock;
  readonly server: TestServerView;
  /** Ends all clients and the server. */
  close(): Promise<void>;
}
