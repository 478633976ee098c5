import type { Clock } from '../../lib/clock.js';
import { DEFAULT_LIMITS, type Limits } from '../../protocol/limits.js';
import { DEFAULT_REGION } from '../../protocol/regions.js';
import type { RoomKey } from '../../server/ports/Store.js';
import type { FakeMediaRouter } from '../../server/media/fakeMediaRouter.js';
import type { MemoryNetwork } from '../network/memoryNetwork.js';
import type { TestBackendOptions, TestServerView } from './TestBackend.js';
import type { TestRoom } from './testPeer.js';
import { addMembers, roomsOf, startServer, type TestServer } from './testServer.js';
import { TokenExpiry } from './tokenExpiry.js';
import { decibelsOf } from './voices.js';

export interface ServerPorts {
  clock: Clock;
  network: MemoryNetwork;
  /** Surrounds what moves the backend. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  options: TestBackendOptions;
}

/** The server over its restarts. */
export interface ServerControl {
  readonly view: TestServerView;
  /** The app of all clients: the first that has a key, else 1. */
  readonly appid: number;
  /** Clients need tokens. */
  readonly keyed: boolean;
  /** The media of the present run. */
  media(): FakeMediaRouter;
  /** A published audio track is heard at `level`, 0 to 1. */
  speak(producerId: string, level: number): void;
  close(): Promise<void>;
}

export function createServerView({ clock, network, run, options }: ServerPorts): ServerControl {
  const { apps = 'open', kickOnRemoteLogin = false, push } = options;
  const appid = apps === 'open' ? '1' : (Object.keys(apps)[0] ?? '1');
  const limits = mergeLimits(options.limits ?? {});
  const start = (): TestServer => startServer({ clock, network, apps, limits, kickOnRemoteLogin, push });
  let server = start();
  const expiry = new TokenExpiry({
    clock,
    notify: (uid, event) => {
      network.notify(uid, event);
    },
    disconnect: (uid) => {
      network.disconnect(uid);
    },
  });
  network.inspect((uid, event, payload) => expiry.inspect(uid, event, payload));

  const keyOf = (room: TestRoom): RoomKey => {
    const { roomId, region = DEFAULT_REGION } = typeof room === 'string' ? { roomId: room } : room;
    return { appid, region, roomId };
  };

  const view: TestServerView = {
    rooms: () => roomsOf(server, appid),
    stats: () => server.backend.stats(),
    log: () => network.log(),
    expireToken: (uid) => {
      expiry.expire(uid);
    },
    signToken({ uid, expiresInSec = 3_600, temporary = false }) {
      const iat = Math.floor(clock.now() / 1_000);
      const claims = {
        appid,
        sub: uid,
        iat,
        exp: iat + expiresInSec,
        jti: crypto.randomUUID(),
        temporary,
      };
      return server.signer.sign('hummer-login', claims);
    },
    restart: () =>
      run(async () => {
        await server.close();
        server = start();
      }),
    loseHistory: (room) => run(() => server.losses.lose(keyOf(room))),
    addMembers: (room, uids) => run(() => addMembers(server.store, keyOf(room), uids, clock.now())),
    kick: (room, uid) => run(() => server.backend.admin.kick(keyOf(room), uid)),
    ban: (room, uid, seconds) => run(() => server.backend.admin.ban(keyOf(room), uid, seconds)),
    setRole: (room, uid, role) => run(() => server.backend.admin.setRole(keyOf(room), uid, role)),
    dismiss: (room) => run(() => server.backend.admin.dismiss(keyOf(room))),
  };

  /** Who speaks now, in decibels: a room with slots hears all of them at once. */
  const talking = new Map<string, number>();

  return {
    view,
    appid: Number(appid),
    keyed: apps !== 'open',
    media: () => server.media,
    speak(producerId, level) {
      if (level > 0) server.media.speak(producerId, decibelsOf(level));
      else server.media.silence(producerId);
      if (level > 0) talking.set(producerId, decibelsOf(level));
      else talking.delete(producerId);
      server.media.hear([...talking].map(([id, volume]) => ({ producerId: id, volume })));
    },
    async close() {
      expiry.close();
      await server.close();
    },
  };
}

/** On a clock that stands still nobody can wait for others to arrive too. */
const TEST_LIMITS: Limits = { ...DEFAULT_LIMITS, rooms: { ...DEFAULT_LIMITS.rooms, batchAbove: Infinity } };

/** The defaults with single values changed, group by group. */
function mergeLimits(changes: NonNullable<TestBackendOptions['limits']>): Limits {
  const merged: Record<string, unknown> = { ...TEST_LIMITS };
  for (const [group, change] of Object.entries(changes)) {
    const base = merged[group];
    merged[group] = typeof base === 'object' && typeof change === 'object' ? { ...base, ...change } : change;
  }
  return merged as unknown as Limits;
}
