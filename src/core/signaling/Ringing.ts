import type { RingLock } from './ringLock.js';

/** Whether this tab is to be heard: while it rings, somebody here shows it, and of the user's tabs it is the one. */
export class Ringing {
  #release: (() => void) | null = null;

  constructor(
    private readonly lock: () => RingLock,
    private readonly aloud: (aloud: boolean) => void,
  ) {}

  /** `name` of what rings, null for silence. */
  follow(name: string | null): void {
    if (name !== null) {
      if (this.#release) return;
      let mine = true;
      const release = this.lock().acquire(name, () => {
        if (mine) this.aloud(true);
      });
      this.#release = () => {
        mine = false;
        release();
      };
    } else if (this.#release) {
      this.#release();
      this.#release = null;
      this.aloud(false);
    }
  }
}
