import { roomAddressOf } from '../../protocol/regions.js';
import type { HummerInternals, MediaPart } from '../internals.js';
import { LocalStream } from './LocalStream.js';
import type { LocalStreams } from './LocalStreams.js';
import { RtcClient } from './RtcClient.js';
import type { RtcOrigin } from './rtcOrigin.js';
import type { SessionJoinConfig } from './rtcTypes.js';
import { sessionOrigin } from './sessionOrigin.js';

/** The objects of seed 002 over what the hooks hold: one client per room, one stream per capture. */
export class Handles {
  readonly #clients = new Map<string, RtcClient<SessionJoinConfig>>();
  readonly #streams = new Map<string, LocalStream>();
  readonly #origin: RtcOrigin<SessionJoinConfig>;

  constructor(
    internals: HummerInternals,
    media: MediaPart,
    private readonly captures: LocalStreams,
  ) {
    this.#origin = sessionOrigin(internals, media);
  }

  client(roomKey: string): RtcClient<SessionJoinConfig> {
    let client = this.#clients.get(roomKey);
    if (!client) {
      const { region, roomId } = roomAddressOf(roomKey);
      client = new RtcClient(patient(this.#origin));
      client.enter(roomId, { region });
      this.#clients.set(roomKey, client);
    }
    return client;
  }

  stream(id: string): LocalStream {
    let stream = this.#streams.get(id);
    if (!stream) this.#streams.set(id, (stream = new LocalStream({}, this.captures.held(id))));
    return stream;
  }
}

/**
 * The client of a room stays on it, whoever leaves it and comes back. It tells of what is there already only when whoever read it
 * first has had time to listen.
 */
function patient<TConfig>(origin: RtcOrigin<TConfig>): RtcOrigin<TConfig> {
  let waiting: (() => void)[] | null = [];
  origin.clock.setTimeout(() => {
    const first = waiting ?? [];
    waiting = null;
    for (const callback of first) origin.after(callback);
  }, 0);
  return {
    ...origin,
    enter: (...args) => ({ ...origin.enter(...args), release: () => undefined }),
    after(callback) {
      if (waiting) waiting.push(callback);
      else origin.after(callback);
    },
  };
}
