import type { PushMessage } from '../ports/PushSender.js';

export interface PushLanesOptions {
  /** Messages delivered at once. */
  concurrency: number;
  /** Messages that wait or are under way; no more are taken. */
  most: number;
  /** Delivers a message or gives it up; `behind` are those of the same invitation that wait for it. Never rejects. */
  deliver(message: PushMessage, behind: () => readonly PushMessage[]): Promise<void>;
}

/** A bounded queue in which each invitation has a lane: its messages go one after the other, beside those of others. */
export class PushLanes {
  readonly #options: PushLanesOptions;
  /** By inviteID; the first message of a lane may be under way. */
  readonly #lanes = new Map<string, PushMessage[]>();
  readonly #waiting: string[] = [];
  #running = 0;
  #size = 0;

  constructor(options: PushLanesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /** False if there is no room. */
  offer(message: PushMessage): boolean {
    if (this.#size >= this.#options.most) return false;
    this.#size++;
    const lane = this.#lanes.get(message.inviteID);
    if (lane) lane.push(message);
    else {
      this.#lanes.set(message.inviteID, [message]);
      this.#waiting.push(message.inviteID);
      this.#start();
    }
    return true;
  }

  #start(): void {
    while (this.#running < this.#options.concurrency) {
      const inviteID = this.#waiting.shift();
      if (inviteID === undefined) return;
      this.#running++;
      void this.#work(inviteID).finally(() => {
        this.#running--;
        this.#start();
      });
    }
  }

  async #work(inviteID: string): Promise<void> {
    const lane = this.#lanes.get(inviteID) ?? [];
    for (let message = lane[0]; message; message = lane[0]) {
      await this.#options.deliver(message, () => lane.slice(1));
      lane.shift();
      this.#size--;
    }
    // In one turn with the last look at the lane, so that nothing is added to it in between.
    this.#lanes.delete(inviteID);
  }
}
