import { DEFAULT_LIMITS, type Limits } from '../../protocol/limits.js';
import { DEFAULT_REGION, type Region } from '../../protocol/regions.js';
import type { AppKeys } from '../ports/AppKeys.js';
import type { Bus } from '../ports/Bus.js';
import type { Clock } from '../ports/Clock.js';
import type { Namespace } from '../ports/Link.js';
import { silentLog, type Log } from '../ports/Log.js';
import type { MediaRouter } from '../ports/MediaRouter.js';
import type { PushSender } from '../ports/PushSender.js';
import type { Store, StoreStats } from '../ports/Store.js';
import type { TokenSigner } from '../ports/TokenSigner.js';
import { createAdmin, type Admin } from './admin.js';
import type { RequestObserver } from './gateway/linkHandler.js';
import { createOutbox } from './gateway/outbox.js';
import { KeyedRates } from './gateway/rates.js';
import { createHummerNamespace } from './hummerNamespace.js';
import { createMediaNamespace, type MediaBackend, type MediaStats } from './media/mediaNamespace.js';
import type { TurnOptions } from './media/iceServers.js';
import { noMediaNamespace } from './noMedia.js';
import { createPeerService } from './peers/peerService.js';
import { createPresence } from './peers/presence.js';
import { createPermissions, type Authorize } from './permissions.js';
import { createCrossings } from './rooms/crossings.js';
import { createMembership } from './rooms/membership.js';
import { createRoomAttributes } from './rooms/roomAttributes.js';
import type { RoomContext } from './rooms/roomContext.js';
import { createRoomMessages } from './rooms/roomMessages.js';
import { createSessionService } from './sessions/sessionService.js';
import { SessionRegistry } from './sessions/session.js';
import { createInvitations } from './signaling/invitations.js';
import { createLoginTokens } from './tokens/loginTokens.js';

export interface BackendOptions {
  store: Store;
  bus: Bus;
  clock: Clock;
  signer: TokenSigner;
  apps: AppKeys;
  limits?: Limits;
  log?: Log;
  authorize?: Authorize | undefined;
  kickOnRemoteLogin?: boolean;
  defaultRegion?: Region;
  /** Wakes devices of invitees who are not connected. Absent: nobody is woken. */
  push?: PushSender | undefined;
  /** Absent or null: a server without media. */
  mediaRouter?: MediaRouter | null;
  media?: BackendMediaOptions;
  /** Told of every answer, for metrics. */
  observe?: (namespace: '/hummer' | '/', event: string, errcode: number) => void;
}

/** How media is offered. */
export interface BackendMediaOptions {
  /** Where media sockets connect; absent: the same server. */
  url?: string | undefined;
  /** `host:port` of this server, named by tokens of seed 003 whose issuer names none. */
  host?: () => string;
  /** STUN and TURN servers for our own clients. */
  iceServers?: RTCIceServer[] | undefined;
  /** TURN with credentials that end, beside `iceServers`. */
  turn?: TurnOptions | undefined;
  /** Default false: `applyNetworkThrottle` is refused. */
  allowNetworkThrottle?: boolean | undefined;
}

/**
 * The whole server but for its sockets, files and processes: both namespaces over the ports. `createHummerServer`
 * gives it socket.io and mediasoup, the test kit gives it memory; so the two cannot differ.
 */
export interface Backend {
  readonly namespaces: { readonly '/hummer': Namespace; readonly '/': Namespace };
  readonly admin: Admin;
  /** A media token of seed 003; null without media. */
  readonly issueMediaToken: MediaBackend['issueMediaToken'] | null;
  stats(): Promise<BackendStats>;
  /** Tells all clients to connect again after `retryAfter` ms, and refuses new logins and joins. */
  drain(retryAfter: number): void;
  /** Stops all timers and closes the store. */
  close(): Promise<void>;
}

export interface BackendStats extends StoreStats {
  /** Sessions with a link to this process. */
  linkedSessions: number;
  /** Null without media. */
  media: MediaStats | null;
}

export function createBackend(options: BackendOptions): Backend {
  const { store, bus, clock, signer, apps } = options;
  const limits = options.limits ?? DEFAULT_LIMITS;
  const log = options.log ?? silentLog;
  const defaultRegion = options.defaultRegion ?? DEFAULT_REGION;
  const outbox = createOutbox(bus, clock);
  const registry = new SessionRegistry();
  const rates = new KeyedRates(clock, limits.requests);
  const permissions = createPermissions({ clock, log, authorize: options.authorize });
  const observerOf =
    (namespace: '/hummer' | '/'): RequestObserver =>
    (event, errcode) =>
      options.observe?.(namespace, event, errcode);
  let draining = false;
  const media = createMedia();

  function createMedia(): MediaBackend | null {
    const { mediaRouter: router } = options;
    if (!router) return null;
    const { host, iceServers, turn, allowNetworkThrottle = false } = options.media ?? {};
    return createMediaNamespace({
      router,
      clock,
      log,
      limits,
      rates,
      permissions,
      tokens: store.tokens,
      signer,
      apps,
      defaultRegion,
      iceServers,
      turn,
      allowNetworkThrottle,
      async bannedUntil(room, uid) {
        const { value } = await store.rooms.transact(room, { uids: [uid] }, (draft) =>
          draft.bannedUntil(uid),
        );
        return value;
      },
      draining: () => draining,
      observe: observerOf('/'),
      ...(host && { host }),
    });
  }

  const roomContext: RoomContext = { clock, limits, store, outbox, permissions, registry };
  const crossings = createCrossings(roomContext);
  const membership = createMembership(roomContext, crossings);
  const messages = createRoomMessages(roomContext);
  const attributes = createRoomAttributes(roomContext);
  const peers = createPeerService({ clock, store, outbox, knownInboxesOnly: apps.open });
  const presence = createPresence({ limits, store, outbox });
  const invitations = createInvitations({
    clock,
    log,
    limits,
    store,
    outbox,
    defaultRegion,
    pushSender: options.push ?? null,
    registry,
  });
  const sessions = createSessionService({
    clock,
    log,
    limits,
    store,
    registry,
    defaultRegion,
    loginTokens: createLoginTokens({ open: apps.open, clock, signer, tokens: store.tokens }),
    kickOnRemoteLogin: options.kickOnRemoteLogin ?? false,
    onlineChanged: (appKey, uid, online) => {
      presence.changed(appKey, uid, online);
      if (!online) invitations.wentOffline(appKey, uid);
    },
    async ended({ sessionId, uid }, rooms, reason) {
      media?.revokeSession(sessionId);
      await membership.leaveAll({ sessionId, uid, rooms, reason });
    },
  });

  const hummer = createHummerNamespace({
    clock,
    log,
    limits,
    defaultRegion,
    outbox,
    rates,
    permissions,
    sessions,
    membership,
    messages,
    attributes,
    peers,
    presence,
    invitations,
    media,
    mediaUrl: options.media?.url,
    observe: observerOf('/hummer'),
    draining: () => draining,
  });

  return {
    namespaces: { '/hummer': hummer, '/': media ?? noMediaNamespace },
    admin: createAdmin({
      clock,
      limits,
      defaultRegion,
      store,
      sessions,
      membership,
      messages,
      attributes,
      media,
    }),
    issueMediaToken: media && ((request) => media.issueMediaToken(request)),
    async stats() {
      return { ...(await store.stats()), linkedSessions: registry.size, media: media?.stats() ?? null };
    },
    drain(retryAfter) {
      draining = true;
      for (const session of registry.all()) session.link.notify('session:draining', { retryAfter });
    },
    async close() {
      media?.close();
      sessions.close();
      crossings.close();
      invitations.close();
      await store.close();
      await options.push?.close?.();
    },
  };
}
