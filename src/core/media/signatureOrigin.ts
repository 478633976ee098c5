import type { MediaRole } from '../../protocol/media.js';
import { RoomMedia } from './RoomMedia.js';
import type { RoomMediaEnvironment } from './roomMediaTypes.js';
import { invalid } from './clientInput.js';
import type { RtcEntry, RtcOrigin } from './rtcOrigin.js';
import type { Authorization, SignatureJoinConfig } from './rtcTypes.js';
import type { TicketSource } from './tickets.js';
import { TrackRegistry } from './TrackRegistry.js';

const REQUEST_TIMEOUT = 11_000;
/** Seed 002 narrows ids further than the rest of the package. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What a client without a login runs on. */
export type SignaturePorts = Pick<RoomMediaEnvironment, 'transport' | 'clock' | 'log' | 'engine' | 'random'>;

/** Rooms that are entered with a signature of seed 002, chapter 4. Each client has tracks of its own. */
export function signatureOrigin(
  appId: string,
  url: string,
  ports: SignaturePorts,
): RtcOrigin<SignatureJoinConfig> {
  const tracks = new TrackRegistry();
  const environment: RoomMediaEnvironment = {
    ...ports,
    requestTimeout: REQUEST_TIMEOUT,
    tracks,
    batch: (work) => {
      work();
    },
  };
  return {
    clock: ports.clock,
    appId,
    url,
    publishTimeout: REQUEST_TIMEOUT,
    track: (trackId) => tracks.get(trackId),
    after: (callback) => {
      callback();
    },
    enter(roomId, join, { topThree }) {
      check(roomId, join);
      let proof: Authorization = { signature: join.signature, ctime: join.ctime };
      const source: TicketSource = {
        url,
        get: (role) =>
          Promise.resolve({
            url,
            token: {
              appId: appId,
              userId: join.userId,
              role,
              signature: proof.signature,
              ctime: Number(proof.ctime),
            },
            roomid: roomId,
            username: join.userName ?? join.userId,
          }),
      };
      const room = new RoomMedia(`${appId}:${roomId}`, environment, source);
      room.participation.configure({
        role: join.role === 0 ? 'speaker' : 'audience',
        autoSubscribe: false,
        topThree,
        displayName: join.userName ?? join.userId,
      });
      return {
        room,
        roomId,
        userId: () => join.userId,
        join: () => room.join(),
        leave: () => room.leave(),
        release: () => undefined, // nobody else has it
        authorize(role, authorization) {
          if (!authorization) throw invalid('authorization', 'must carry a fresh signature and its ctime');
          checkProof(authorization);
          checkRole(role);
          proof = authorization;
        },
        renew(authorization) {
          try {
            checkProof(authorization);
          } catch {
            return false;
          }
          proof = authorization;
          const { signature, ctime } = authorization;
          // A refusal is told by the room.
          room.participation.renewSignature({ signature, ctime: Number(ctime) }).catch(() => undefined);
          return true;
        },
      } satisfies RtcEntry;
    },
  };
}

function check(
  roomId: unknown,
  config: Partial<SignatureJoinConfig> | null,
): asserts config is SignatureJoinConfig {
  if (typeof config !== 'object' || config === null)
    throw invalid('options', 'is {userId, signature, ctime, role}');
  if (typeof roomId !== 'string' || !ID.test(roomId))
    throw invalid('roomId', 'is 1 to 64 of A-Z a-z 0-9 _ -');
  if (typeof config.userId !== 'string' || !ID.test(config.userId))
    throw invalid('userId', 'is 1 to 64 of A-Z a-z 0-9 _ -');
  if (
    config.userName !== undefined &&
    (typeof config.userName !== 'string' || config.userName.length > 256)
  ) {
    throw invalid('userName', 'is a string of at most 256 characters');
  }
  checkProof(config as Authorization);
  checkRole(config.role);
}

function checkProof({ signature, ctime }: { [Field in keyof Authorization]: unknown }): void {
  if (typeof signature !== 'string' || signature.length === 0 || signature.length > 512) {
    throw invalid('signature', 'is a string of at most 512 characters');
  }
  if (!/^\d{1,12}$/.test(String(ctime))) throw invalid('ctime', 'is a string of seconds since 1970');
}

function checkRole(role: unknown): asserts role is MediaRole {
  if (role !== 0 && role !== 2) throw invalid('role', 'is the number 0 (speaker) or 2 (audience)');
}
