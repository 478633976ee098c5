import type { Bus } from '../../server/ports/Bus.js';
import type { Frame } from './channel.js';

/** Takes a frame that is serialised once for all. */
export interface Follower {
  sendText(text: string, frame: Frame): void;
}

/** The bus port in memory: who follows which topic. */
export class MemoryBus implements Bus {
  readonly #topics = new Map<string, Set<Follower>>();

  publish(topic: string, event: string, data: unknown): void {
    const followers = this.#topics.get(topic);
    if (!followers) return;
    const frame: Frame = { kind: 'event', event, payload: { data } };
    const text = JSON.stringify(frame);
    for (const follower of [...followers]) follower.sendText(text, frame);
  }

  follow(topic: string, follower: Follower): void {
    const followers = this.#topics.get(topic);
    if (followers) followers.add(follower);
    else this.#topics.set(topic, new Set([follower]));
  }

  unfollow(topic: string, follower: Follower): void {
    const followers = this.#topics.get(topic);
    if (followers?.delete(follower) && followers.size === 0) this.#topics.delete(topic);
  }

  /** Topics with followers, for leak tests. */
  size(): number {
    return this.#topics.size;
  }
}
