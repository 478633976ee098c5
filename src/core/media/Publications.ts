import type { Clock } from '../../lib/clock.js';
import { memberKey, type ClientStore } from '../../store/clientStore.js';
import type { KeptRoom, PublishOptions } from '../internals.js';
import type { LocalCapture } from './LocalCapture.js';
import { RELEASE_DELAY } from './Membership.js';
import type { RoomMedia } from './RoomMedia.js';

interface Held {
  readonly publisher: RoomMedia['publisher'];
  count: number;
  end: () => void;
  cancelRelease: () => void;
}

/** 'Published while held', counted by room and stream, with its progress in the store. */
export class Publications {
  readonly #held = new Map<string, Held>();

  constructor(
    private readonly store: ClientStore,
    private readonly clock: Clock,
    private readonly captureOf: (streamId: string) => LocalCapture,
    private readonly keep: (roomKey: string) => KeptRoom,
  ) {}

  acquire(roomKey: string, streamId: string, options: PublishOptions): () => void {
    const key = memberKey(roomKey, streamId);
    let held = this.#held.get(key);
    if (held) {
      held.cancelRelease();
      if (held.count === 0) held.publisher.configure(streamId, options);
    } else {
      const { room, release } = this.keep(roomKey);
      const { publisher } = room;
      const end = publisher.hold(this.captureOf(streamId), options);
      held = {
        publisher,
        count: 0,
        cancelRelease: () => undefined,
        end: () => {
          end();
          release();
        },
      };
      this.#held.set(key, held);
      const state = publisher.get(streamId)?.state;
      if (state) this.store.publications.set(key, state);
    }
    held.count++;
    const mine = held;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      if (--mine.count > 0) return;
      mine.cancelRelease = this.clock.setTimeout(() => {
        this.#held.delete(key);
        mine.end();
      }, RELEASE_DELAY);
    };
  }

  /** Writes the progress of a room's publications to the store; once per room. */
  follow(room: RoomMedia): void {
    room.publisher.onChange(({ capture, state }) => {
      const key = memberKey(room.roomKey, capture.id);
      if (state.status === 'idle') this.store.publications.delete(key);
      else this.store.publications.set(key, state);
    });
  }
}
