import type { Limits } from '../../../protocol/limits.js';
import type { NuveToken } from '../../../protocol/media.js';
import type { Region } from '../../../protocol/regions.js';
import { schemaContext } from '../../../protocol/schemas/common.js';
import { mediaDecoders } from '../../../protocol/schemas/media.js';
import type { LeaveReason } from '../../../protocol/rooms.js';
import type { AppKeys } from '../../ports/AppKeys.js';
import type { Clock } from '../../ports/Clock.js';
import type { Namespace } from '../../ports/Link.js';
import type { Log } from '../../ports/Log.js';
import type { MediaAccess } from '../../ports/MediaAccess.js';
import type { MediaRouter, MediaRouterStats } from '../../ports/MediaRouter.js';
import type { TokenStore } from '../../ports/Store.js';
import type { TokenSigner } from '../../ports/TokenSigner.js';
import type { RequestObserver } from '../gateway/linkHandler.js';
import type { KeyedRates } from '../gateway/rates.js';
import type { Permissions } from '../permissions.js';
import { MediaDirectory } from './directory.js';
import { createIceServers, type TurnOptions } from './iceServers.js';
import { acceptMediaLink } from './mediaLink.js';
import type { BannedUntil } from './mediaTokenContext.js';
import { createMediaTokens } from './mediaTokens.js';
import { LeaveCode, type MediaContext } from './model.js';
import type { IssueMediaTokenRequest } from './nuveTokens.js';
import type { MediaScope } from './requests/handler.js';
import { giveRole } from './roles.js';

export interface MediaNamespaceOptions {
  router: MediaRouter;
  clock: Clock;
  log: Log;
  limits: Limits;
  /** Rates of all links of one user, shared with `/hummer`. */
  rates: KeyedRates;
  permissions: Permissions;
  tokens: TokenStore;
  signer: TokenSigner;
  apps: AppKeys;
  defaultRegion: Region;
  /** `host:port` of this server, named by tokens of seed 003 whose issuer names none. */
  host?: () => string;
  /** STUN and TURN servers for our own clients. */
  iceServers?: RTCIceServer[] | undefined;
  turn?: TurnOptions | undefined;
  /** Default false: `applyNetworkThrottle` is refused. */
  allowNetworkThrottle?: boolean;
  /** Bans of the rooms, which hold for their media too. Default: nobody is banned. */
  bannedUntil?: BannedUntil;
  /** Told of every answer. */
  observe?: RequestObserver | undefined;
  /** The server is about to stop: no new peers. */
  draining?: () => boolean;
}

export interface MediaStats extends MediaRouterStats {
  /** Rooms and peers of the namespace; `rooms` of the router are those with media. */
  mediaRooms: number;
  mediaPeers: number;
}

/** The media side of the backend: the namespace `/`, and what `/hummer` and the admin ask of it. */
export interface MediaBackend extends Namespace, MediaAccess {
  /** A token of seed 003, for a client that knows only that document. */
  issueMediaToken(request: IssueMediaTokenRequest): Promise<NuveToken>;
  stats(): MediaStats;
  /** Ends all peers. The router is its owner's to close. */
  close(): void;
}

/** The namespace `/`: the media rooms of seed 003, with the additions of PROTOCOL 2. */
export function createMediaNamespace(options: MediaNamespaceOptions): MediaBackend {
  const { router, clock, log, limits, rates, permissions, signer, apps, defaultRegion } = options;
  const context: MediaContext = {
    clock,
    log,
    limits,
    router,
    iceServers: createIceServers({ clock, iceServers: options.iceServers, turn: options.turn }),
    allowNetworkThrottle: options.allowNetworkThrottle ?? false,
  };
  const tokens = createMediaTokens({
    clock,
    limits,
    store: options.tokens,
    signer,
    apps,
    permissions,
    defaultRegion,
    bannedUntil: options.bannedUntil ?? (() => Promise.resolve(0)),
    host: options.host ?? (() => 'localhost'),
  });
  const directory = new MediaDirectory(context);
  const scope: MediaScope = { context, directory, tokens, permissions };
  const decoders = mediaDecoders(schemaContext(limits, defaultRegion));
  const draining = options.draining ?? (() => false);

  return {
    accept: (link) => acceptMediaLink({ scope, decoders, rates, observe: options.observe, draining, link }),
    issueMediaToken: (request) => tokens.issueNuve(request),
    issueSessionToken: (grant) => tokens.issueSession(grant),

    revokeSession(sessionId) {
      tokens.revokeSession(sessionId);
      for (const peer of [...directory.peers()]) {
        if (peer.identity.sessionId !== sessionId) continue;
        const { link } = peer;
        directory.end(peer, LeaveCode.LEFT);
        link?.close();
      }
    },
    revokeUser(address, uid, reason) {
      tokens.revokeUser(address, uid);
      const peers = [...(directory.room(address)?.peers.values() ?? [])].filter(
        ({ identity }) => identity.uid === uid,
      );
      for (const peer of peers) directory.putOut(peer, LEAVE_CODES[reason]);
      return peers.length > 0;
    },
    giveRole(address, uid, role) {
      const room = directory.room(address);
      if (!room) return false;
      const peer = [...room.peers.values()].find(({ identity }) => identity.uid === uid);
      if (peer && peer.role !== role) {
        directory.checkRooms(peer.identity, role, room.key);
        directory.checkCapacity(peer.identity, role, room.key);
      }
      room.givenRoles.set(uid, role);
      if (peer) giveRole(peer, role);
      return !!peer;
    },
    givenRole: (address, uid) => directory.room(address)?.givenRoles.get(uid) ?? null,
    revokeRoom(address, reason) {
      tokens.revokeRoom(address);
      const peers = [...(directory.room(address)?.peers.values() ?? [])];
      for (const peer of peers) directory.putOut(peer, LEAVE_CODES[reason]);
      return peers.flatMap(({ identity }) => identity.uid ?? []);
    },

    stats() {
      const { rooms, peers } = directory.size;
      return { ...router.stats(), mediaRooms: rooms, mediaPeers: peers };
    },
    close() {
      directory.endAll(LeaveCode.UNAVAILABLE);
    },
  };
}

const LEAVE_CODES: Record<LeaveReason, LeaveCode> = {
  leave: LeaveCode.LEFT,
  timeout: LeaveCode.LOST,
  kicked: LeaveCode.REMOVED,
  banned: LeaveCode.BANNED,
  dismissed: LeaveCode.DISMISSED,
};
