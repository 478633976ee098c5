import type { types } from 'mediasoup';
import type { MediaRouter, MediaRouterStats, RoomRouter } from '../ports/MediaRouter.js';
import { mediaCodecs } from './mediasoupCodecs.js';
import type { MediasoupRouterOptions } from './mediasoupOptions.js';
import { MediasoupRoom } from './mediasoupRoom.js';
import { MediasoupWorkers } from './mediasoupWorkers.js';

/** The mediasoup adapter, with the worker processes for whoever watches them. */
export interface MediasoupRouter extends MediaRouter {
  readonly workerPids: readonly number[];
}

/**
 * A media server of mediasoup workers. Rejects with an error that says what to do if mediasoup is not installed, has no
 * worker that runs, or a port is taken.
 *
 * @example
 * ```ts
 * const media = await mediasoupRouter({ listenIp: '0.0.0.0', announcedAddress: '203.0.113.7' });
 * ```
 */
export async function mediasoupRouter(options: MediasoupRouterOptions = {}): Promise<MediasoupRouter> {
  const mediasoup = await import('mediasoup').catch((cause: unknown) => {
    throw new Error('Media needs the package mediasoup: install it, or set media to false (--no-media).', {
      cause,
    });
  });
  const workers = await MediasoupWorkers.start(mediasoup, { rtcMinPort: 40_000, ...options });
  const codecs: types.RouterRtpCodecCapability[] = mediaCodecs(mediasoup.getSupportedRtpCapabilities());
  const rooms = new Set<MediasoupRoom>();

  return {
    get workerPids() {
      return workers.pids;
    },

    async createRoom(): Promise<RoomRouter> {
      const slot = await workers.pick(ROOM_LOAD);
      try {
        const room = await MediasoupRoom.create(slot, codecs);
        rooms.add(room);
        room.onEnd(() => {
          rooms.delete(room);
          slot.load -= ROOM_LOAD;
        });
        return room;
      } catch (error) {
        slot.load -= ROOM_LOAD;
        throw error;
      }
    },

    stats(): MediaRouterStats {
      const sum = {
        workers: workers.pids.length,
        rooms: rooms.size,
        transports: 0,
        producers: 0,
        consumers: 0,
      };
      for (const room of rooms) {
        sum.transports += room.counts.transports;
        sum.producers += room.counts.producers;
        sum.consumers += room.counts.consumers;
      }
      return { ...sum, workerDeaths: workers.deaths };
    },

    close: () => workers.close(),
  };
}

/** What a room without streams is worth in the choice of a worker: it will have some soon. */
const ROOM_LOAD = 4;
