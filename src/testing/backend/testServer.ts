import type { Clock } from '../../lib/clock.js';
import type { Limits } from '../../protocol/limits.js';
import type { Backend } from '../../server/domain/createBackend.js';
import { createBackend } from '../../server/domain/createBackend.js';
import { createPlainTokenSigner } from '../../server/domain/tokens/plainTokenSigner.js';
import { fakeMediaRouter, type FakeMediaRouter } from '../../server/media/fakeMediaRouter.js';
import { silentLog } from '../../server/ports/Log.js';
import type { AppKeys } from '../../server/ports/AppKeys.js';
import type { PushSender } from '../../server/ports/PushSender.js';
import type { RoomKey, Store } from '../../server/ports/Store.js';
import type { TokenSigner } from '../../server/ports/TokenSigner.js';
import { memoryStore } from '../../server/store/memoryStore.js';
import { MemoryBus } from '../network/memoryBus.js';
import type { MemoryNetwork } from '../network/memoryNetwork.js';
import { withLosses, type Losses } from './losses.js';

/** One run of the server: the real rooms over memory, from its start to the next restart. */
export interface TestServer {
  readonly backend: Backend;
  readonly store: Store;
  readonly media: FakeMediaRouter;
  readonly signer: TokenSigner;
  readonly losses: Losses;
  close(): Promise<void>;
}

/** Apps with keys, or open to all. */
export type TestApps = 'open' | Readonly<Record<string, { key: string }>>;

export interface TestServerOptions {
  clock: Clock;
  network: MemoryNetwork;
  apps: TestApps;
  limits: Limits;
  kickOnRemoteLogin: boolean;
  push?: PushSender | undefined;
}

/** Starts a server at the far end of `network`. */
export function startServer(options: TestServerOptions): TestServer {
  const { clock, network, apps, kickOnRemoteLogin, limits, push } = options;
  const log = silentLog;
  const bus = new MemoryBus();
  const { store, losses } = withLosses(memoryStore()({ clock, limits, log }));
  const media = fakeMediaRouter({ clock });
  const names = apps === 'open' ? apps : Object.keys(apps);
  const signer = createPlainTokenSigner({ clock, apps: names });
  const backend = createBackend({
    store,
    bus,
    clock,
    signer,
    apps: keysOf(apps),
    limits,
    log,
    kickOnRemoteLogin,
    push,
    mediaRouter: media,
  });
  network.serve({ namespaces: backend.namespaces, bus });
  return {
    backend,
    store,
    media,
    signer,
    losses,
    async close() {
      network.serve(null);
      await backend.close();
      await media.close();
    },
  };
}

function keysOf(apps: TestApps): AppKeys {
  const key = (appid: string): string | undefined => (apps === 'open' ? undefined : apps[appid]?.key);
  return { open: apps === 'open', key, nuveKey: key };
}

/** The whole state of a room in words of a test. @public */
export interface ServerRoom {
  readonly region: string;
  readonly roomId: string;
  readonly members: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** Position of its stream. */
  readonly seq: number;
}

export async function roomsOf({ backend, store }: TestServer, appid: string): Promise<ServerRoom[]> {
  const list = await backend.admin.listRooms(appid);
  return Promise.all(
    list.map(async ({ region, roomId }) => {
      const key: RoomKey = { appid, region, roomId };
      const view = await store.rooms.view(key);
      return {
        region,
        roomId,
        members: (view?.members ?? []).map(([uid]) => uid),
        attributes: view?.attributes.attributes ?? {},
        seq: view?.seq ?? 0,
      };
    }),
  );
}

/** Puts members into a room's state as if they had joined long ago; they have no session and never leave. */
export async function addMembers(
  store: Store,
  key: RoomKey,
  uids: readonly string[],
  now: number,
): Promise<void> {
  await store.rooms.transact(key, { uids }, (room) => {
    for (const uid of uids) {
      room.setMember(uid, { joinedAt: now, attributes: {}, revision: 0, sessions: [`absent ${uid}`] });
    }
  });
}
