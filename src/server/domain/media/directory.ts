import type { KickCause, MediaRole } from '../../../protocol/media.js';
import { roomKeyOf, type Region } from '../../../protocol/regions.js';
import * as RtcErrorCode from '../../../protocol/rtcCodes.js';
import { createId } from '../../../lib/id.js';
import type { Link } from '../../ports/Link.js';
import { createSecret } from '../secrets.js';
import { endPeer } from './ending.js';
import {
  LeaveCode,
  notify,
  type MediaContext,
  type MediaIdentity,
  type MediaPeer,
  type MediaRoom,
} from './model.js';
import { noRolePermission, refusal } from './refusals.js';
import { createRoom, endRoom } from './rooms.js';
import { leaveReason, userIdOf } from './wire.js';

/** All rooms and peers of this process, and who may be where. */
export class MediaDirectory {
  readonly #rooms = new Map<string, MediaRoom>();
  readonly #byUser = new Map<string, Set<MediaPeer>>();
  readonly #byResume = new Map<string, MediaPeer>();

  constructor(private readonly context: MediaContext) {}

  get size(): { rooms: number; peers: number } {
    let peers = 0;
    for (const room of this.#rooms.values()) peers += room.peers.size;
    return { rooms: this.#rooms.size, peers };
  }

  *peers(): IterableIterator<MediaPeer> {
    for (const room of this.#rooms.values()) yield* room.peers.values();
  }

  room(address: { appid: string; region: Region; roomId: string }): MediaRoom | undefined {
    return this.#rooms.get(keyOf(address));
  }

  /** Lets the bearer of a token in: its earlier self in the room goes, its other rooms are counted. */
  enter(identity: MediaIdentity, link: Link): MediaPeer {
    const key = keyOf(identity);
    this.checkGiven(identity, identity.role, key);
    this.checkRooms(identity, identity.role, key);
    this.checkCapacity(identity, identity.role, key);
    this.#replaceEarlier(identity, key);
    let room = this.#rooms.get(key);
    if (!room) this.#rooms.set(key, (room = createRoom(key)));
    const peer = createPeer(room, identity, link);
    room.peers.set(peer.id, peer);
    const user = userKey(identity);
    if (user !== null) {
      const peers = this.#byUser.get(user) ?? new Set();
      this.#byUser.set(user, peers.add(peer));
    }
    if (identity.extended) this.renewResume(peer);
    return peer;
  }

  /**
   * At most `limits.media.rooms` rooms per user, and in one of them at most role 0 (SETTLED 20). Ghosts, whose connection is lost,
   * do not stand in the way of their living self.
   */
  checkRooms(identity: MediaIdentity, role: number, key: string): void {
    const most = this.context.limits.media.rooms;
    const elsewhere = (): MediaPeer[] =>
      [...(this.#byUser.get(userKey(identity) ?? '') ?? [])].filter((peer) => peer.room.key !== key);
    const speaking = (): boolean => role === 0 && elsewhere().some((peer) => peer.role === 0);
    if (elsewhere().length < most && !speaking()) return;
    for (const peer of elsewhere()) if (!peer.link) this.end(peer, LeaveCode.LOST);
    if (elsewhere().length >= most) {
      const message = `You are in ${most} media rooms, which is the limit: leave one first.`;
      throw refusal(RtcErrorCode.SERVER_TOO_MANY_ROOMS, message, 'RTC.32000032');
    }
    if (speaking())
      throw noRolePermission('You have role 0 in another media room already: join this one with role 2.');
  }

  /** How many a room takes, and how many of them may publish; who takes his own place does not count twice. */
  checkCapacity(identity: MediaIdentity, role: MediaRole, key: string): void {
    const { peersPerRoom, publishersPerRoom } = this.context.limits.media;
    const user = userKey(identity);
    const others = [...(this.#rooms.get(key)?.peers.values() ?? [])].filter(
      (peer) => user === null || userKey(peer.identity) !== user,
    );
    if (others.length >= peersPerRoom) {
      throw refusal(
        RtcErrorCode.OVERLOAD_ROOM_CAPACITY,
        `The room is full: it takes ${peersPerRoom}.`,
        'RTC.34000001',
      );
    }
    if (role === 0 && others.filter((peer) => peer.role === 0).length >= publishersPerRoom) {
      throw refusal(
        RtcErrorCode.ANCHOR_NUMBER_OUT_OF_RANGE,
        `The room has its ${publishersPerRoom} who may publish: take role 2.`,
      );
    }
  }

  /** Whom the operator made a member of the audience stays one, whatever its token says. */
  checkGiven({ uid }: MediaIdentity, role: MediaRole, key: string): void {
    if (role === 0 && uid !== undefined && this.#rooms.get(key)?.givenRoles.get(uid) === 2)
      throw noRolePermission('The operator has given you role 2 in this room: join it with that one.');
  }

  #replaceEarlier(identity: MediaIdentity, key: string): void {
    for (const peer of this.#byUser.get(userKey(identity) ?? '') ?? []) {
      if (peer.room.key !== key) continue;
      const { link } = peer;
      const ghost =
        !link || (identity.sessionId !== undefined && identity.sessionId === peer.identity.sessionId);
      if (ghost) {
        this.end(peer, LeaveCode.LOST);
        link?.close();
      } else {
        this.putOut(peer, LeaveCode.BANNED, 'duplicate');
      }
    }
  }

  /** Ends a peer against its will, and tells it why. */
  putOut(peer: MediaPeer, code: LeaveCode, cause: KickCause = CAUSES[code] ?? 'service'): void {
    const { link } = peer;
    if (peer.identity.extended) {
      const reason = leaveReason(code);
      if (code === LeaveCode.DISMISSED) notify(peer, 'roomClosed', { reason });
      else notify(peer, 'kicked', { userId: userIdOf(peer), reason, cause });
    }
    this.end(peer, code);
    link?.close();
  }

  /** Ends a peer, and its room if it was the last. */
  end(peer: MediaPeer, code: LeaveCode): void {
    if (peer.closed) return;
    endPeer(peer, code);
    if (peer.resume) this.#byResume.delete(peer.resume.sessionId);
    const user = userKey(peer.identity);
    if (user !== null) {
      const peers = this.#byUser.get(user);
      peers?.delete(peer);
      if (peers?.size === 0) this.#byUser.delete(user);
    }
    const { room } = peer;
    if (room.peers.size === 0) {
      endRoom(room);
      this.#rooms.delete(room.key);
    }
  }

  /** The link is gone: an extended peer may be resumed within the grace, any other has left. */
  drop(peer: MediaPeer): void {
    if (peer.closed) return;
    peer.link = null;
    if (!peer.resume) {
      this.end(peer, peer.lostAs);
      return;
    }
    peer.cancelGrace();
    peer.cancelGrace = this.context.clock.setTimeout(() => {
      this.end(peer, LeaveCode.LOST);
    }, this.context.limits.presenceGrace);
  }

  resumable(sessionId: string): MediaPeer | undefined {
    return this.#byResume.get(sessionId);
  }

  /** A new proof for the next resume; the one before is void. */
  renewResume(peer: MediaPeer): { sessionId: string; secret: string } {
    const sessionId = peer.resume?.sessionId ?? createId();
    peer.resume = { sessionId, secret: createSecret() };
    this.#byResume.set(sessionId, peer);
    return peer.resume;
  }

  endAll(code: LeaveCode): void {
    for (const peer of [...this.peers()]) this.putOut(peer, code);
  }
}

/** What is behind a reason unless the caller knows better. */
const CAUSES: Partial<Record<LeaveCode, KickCause>> = { 5: 'banned', 6: 'signature', 9: 'removed' };

function createPeer(room: MediaRoom, identity: MediaIdentity, link: Link): MediaPeer {
  return {
    id: createId(),
    room,
    identity,
    link,
    displayName: identity.displayName ?? '',
    device: { flag: '', name: '', version: '' },
    role: identity.role,
    closed: false,
    joined: false,
    settled: false,
    rtpCapabilities: null,
    receivesData: false,
    autoSubscribe: true,
    topN: false,
    initialLayer: null,
    choices: new Map(),
    throttle: { uplink: 0, downlink: 0 },
    maxKbps: 0,
    transports: new Map(),
    producers: new Map(),
    consumers: new Map(),
    slots: new Map(),
    dataProducers: new Map(),
    dataConsumers: new Map(),
    consuming: new Set(),
    resume: null,
    cancelGrace: () => {
      // No grace is running.
    },
    lostAs: LeaveCode.LOST,
    cancelSignature: () => {
      // No signature is watched.
    },
  };
}

function keyOf({ appid, region, roomId }: { appid: string; region: Region; roomId: string }): string {
  return `${appid}/${roomKeyOf(region, roomId)}`;
}

function userKey({ appid, uid }: MediaIdentity): string | null {
  return uid === undefined ? null : `${appid}/${uid}`;
}
