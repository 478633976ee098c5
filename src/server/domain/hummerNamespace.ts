import { HummerErrorCode } from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';
import type { HummerRequests } from '../../protocol/hummer.js';
import type { Limits } from '../../protocol/limits.js';
import type { Region } from '../../protocol/regions.js';
import { schemaContext } from '../../protocol/schemas/common.js';
import type { Decoders } from '../../protocol/schemas/decode.js';
import { hummerDecoders } from '../../protocol/schemas/hummer.js';
import type { Clock } from '../ports/Clock.js';
import type { Link, LinkHandler, Namespace } from '../ports/Link.js';
import type { Log } from '../ports/Log.js';
import type { MediaAccess } from '../ports/MediaAccess.js';
import {
  createLinkHandler,
  HUMMER_GATEWAY_CODES,
  type RequestObserver,
  type RequestSpecs,
} from './gateway/linkHandler.js';
import type { Outbox } from './gateway/outbox.js';
import type { KeyedRates } from './gateway/rates.js';
import type { Presence } from './peers/presence.js';
import type { PeerService } from './peers/peerService.js';
import { noPermission, type Permissions } from './permissions.js';
import type { Membership } from './rooms/membership.js';
import type { RoomAttributes } from './rooms/roomAttributes.js';
import type { RoomMessages } from './rooms/roomMessages.js';
import { notLoggedIn, type SessionService } from './sessions/sessionService.js';
import type { Session } from './sessions/session.js';
import type { Invitations } from './signaling/invitations.js';
import { signalingRequests } from './signaling/requests.js';

export interface HummerNamespaceContext {
  clock: Clock;
  log: Log;
  limits: Limits;
  defaultRegion: Region;
  outbox: Outbox;
  rates: KeyedRates;
  permissions: Permissions;
  sessions: SessionService;
  membership: Membership;
  messages: RoomMessages;
  attributes: RoomAttributes;
  peers: PeerService;
  presence: Presence;
  invitations: Invitations;
  media: MediaAccess | null;
  /** Where media sockets connect; absent: the same server. */
  mediaUrl?: string | undefined;
  observe?: RequestObserver | undefined;
  /** The server is about to stop: no new logins and joins. */
  draining: () => boolean;
}

/** The namespace `/hummer`: login, rooms, messages, attributes, presence, invitations (PROTOCOL 3). */
export function createHummerNamespace(context: HummerNamespaceContext): Namespace {
  const decoders = hummerDecoders(schemaContext(context.limits, context.defaultRegion));
  return { accept: (link) => acceptLink(context, decoders, link) };
}

function acceptLink(
  context: HummerNamespaceContext,
  decoders: Decoders<HummerRequests>,
  link: Link,
): LinkHandler {
  const { sessions, membership, messages, attributes, peers, presence } = context;
  let current: Session | null = null;

  /** The session of a request that `requireReady` has let through. */
  const me = (): Session => {
    if (!current?.attached) throw notLoggedIn('session');
    return current;
  };

  const requests: RequestSpecs<HummerRequests> = {
    'session:login': {
      decode: decoders['session:login'],
      open: true,
      async handle(data) {
        refuseWhileDraining(context);
        if (current?.attached) {
          throw new HummerError(
            HummerErrorCode.LOCKED,
            `Logged in as ${current.uid} already: log out first.`,
            {
              action: 'fix-input',
            },
          );
        }
        const { session, result } = await sessions.login(link, data);
        current = session;
        return result;
      },
    },
    'session:logout': {
      decode: decoders['session:logout'],
      async handle() {
        await sessions.logout(me());
        current = null;
        return {};
      },
    },
    'session:refreshToken': {
      decode: decoders['session:refreshToken'],
      handle: ({ token }) => sessions.refreshToken(me(), token),
    },
    'session:setRegion': {
      decode: decoders['session:setRegion'],
      async handle({ region }) {
        await sessions.setRegion(me(), region);
        return {};
      },
    },
    'room:join': {
      decode: decoders['room:join'],
      handle(data) {
        refuseWhileDraining(context);
        return membership.join(me(), data);
      },
    },
    'room:leave': {
      decode: decoders['room:leave'],
      async handle(data) {
        await membership.leave(me(), data);
        return {};
      },
    },
    'room:publish': { decode: decoders['room:publish'], handle: (data) => messages.publish(me(), data) },
    'room:history': { decode: decoders['room:history'], handle: (data) => messages.history(me(), data) },
    'room:snapshot': { decode: decoders['room:snapshot'], handle: (data) => membership.snapshot(me(), data) },
    'room:members': {
      decode: decoders['room:members'],
      handle: async (data) => ({ uids: await membership.members(me(), data) }),
    },
    'room:userCount': {
      decode: decoders['room:userCount'],
      handle: async (data) => ({ userCount: await membership.userCount(me(), data) }),
    },
    'room:writeAttributes': {
      decode: decoders['room:writeAttributes'],
      handle: (data) => attributes.writeRoom(me(), data),
    },
    'room:readAttributes': {
      decode: decoders['room:readAttributes'],
      handle: (data) => attributes.readRoom(me(), data),
    },
    'room:writeUserAttributes': {
      decode: decoders['room:writeUserAttributes'],
      handle: (data) => attributes.writeUser(me(), data),
    },
    'room:readUserAttributes': {
      decode: decoders['room:readUserAttributes'],
      handle: (data) => attributes.readUser(me(), data),
    },
    'peer:send': { decode: decoders['peer:send'], handle: (data) => peers.send(me(), data) },
    'peer:queryOnline': {
      decode: decoders['peer:queryOnline'],
      handle: async ({ uids }) => ({ onlineUids: await presence.query(me(), uids) }),
    },
    'peer:watchOnline': {
      decode: decoders['peer:watchOnline'],
      handle: async ({ uids }) => ({ onlineUids: await presence.watch(me(), uids) }),
    },
    'peer:unwatchOnline': {
      decode: decoders['peer:unwatchOnline'],
      handle({ uids }) {
        presence.unwatch(me(), uids);
        return {};
      },
    },
    ...signalingRequests(context.invitations, decoders, me),
    'inbox:history': { decode: decoders['inbox:history'], handle: (data) => peers.history(me(), data) },
    'media:token': {
      decode: decoders['media:token'],
      handle: (data) => mediaToken(context, me(), data),
    },
  };

  return createLinkHandler({
    link,
    clock: context.clock,
    log: context.log,
    limits: context.limits,
    codes: HUMMER_GATEWAY_CODES,
    requests: { ...requests },
    requireReady(event) {
      if (!current?.attached) throw notLoggedIn(event);
    },
    observe: context.observe,
    rates: context.rates,
    rateKey: () => (current ? `${current.appKey}/${current.uid}` : null),
    settle: (callback) => {
      context.outbox.settle(callback);
    },
    closed() {
      if (!current) return;
      sessions.dropped(current).catch((error: unknown) => {
        context.log.error({ error, uid: current?.uid }, 'A dropped session could not be suspended.');
      });
    },
  });
}

async function mediaToken(
  { media, permissions, mediaUrl }: HummerNamespaceContext,
  session: Session,
  { region, roomId, role }: HummerRequests['media:token']['data'],
): Promise<HummerRequests['media:token']['result']> {
  if (!media) {
    throw new HummerError(
      HummerErrorCode.NOT_FOUND,
      'This server runs without media: start it with media to get calls.',
    );
  }
  await permissions.require(session, 'mediaToken', { region, roomId, role });
  const { appKey: appid, uid, sessionId } = session;
  const mayAtMost = media.givenRole({ appid, region, roomId }, uid) ?? session.grants.mediaRole;
  if (role === 0 && mayAtMost === 2) {
    throw noPermission(`${session.uid} may only watch: ask for role 2.`, 'media:token', roomId);
  }
  const issued = await media.issueSessionToken({ appid, uid, sessionId, region, roomId, role });
  return mediaUrl === undefined ? issued : { ...issued, url: mediaUrl };
}

function refuseWhileDraining({ draining }: HummerNamespaceContext): void {
  if (draining())
    throw new HummerError(HummerErrorCode.SERVER, 'The server is about to stop: connect again in a moment.');
}
