import type { AudioLevel } from '../../../ports/MediaRouter.js';

/** By how much somebody must be louder to take a slot from its holder, dB. */
const MARGIN = 6;
/** For how long a slot is its holder's whatever the others do, ms: shorter turns are a cough. */
const HOLD = 1_000;
/** How fast somebody who is not heard counts as quieter, dB a second. */
const DECAY = 20;
/** Not heard for longer, somebody does not speak any more, ms. A word has shorter pauses. */
const PAUSE = 700;
/** How much a new level counts beside the one before when somebody becomes quieter. */
const SMOOTHING = 0.4;

interface Voice {
  level: number;
  heardAt: number;
  since: number;
}

/** A holder of a slot who can be heard now. */
export interface PickedVoice {
  slot: number;
  producerId: string;
  /** Smoothed, -127 to 0 dBov. */
  level: number;
}

/**
 * Chooses who holds the slots. A free slot goes to the loudest who has none; a held one changes hands when somebody is clearly
 * louder than the quietest holder, who has had it for a while. Silent holders keep theirs until it is needed: whoever goes
 * on speaking is heard from the first syllable.
 */
export class SlotPicker {
  readonly #voices = new Map<string, Voice>();
  readonly #holders: (string | null)[];

  constructor(slots: number) {
    this.#holders = new Array<string | null>(slots).fill(null);
  }

  get holders(): readonly (string | null)[] {
    return this.#holders;
  }

  hear(levels: readonly AudioLevel[], now: number): void {
    for (const { producerId, volume } of levels) this.#update(producerId, volume, now);
    for (const [id, { heardAt }] of this.#voices) {
      if (now - heardAt > 10_000 && !this.#holders.includes(id)) this.#voices.delete(id);
    }
    for (const { producerId } of levels) {
      if (!this.#holders.includes(producerId)) this.#place(producerId, now);
    }
  }

  /** The producer has ended. */
  forget(producerId: string): void {
    this.#voices.delete(producerId);
    const slot = this.#holders.indexOf(producerId);
    if (slot >= 0) this.#holders[slot] = null;
  }

  /** Who of the holders speaks, loudest first. */
  speaking(now: number): PickedVoice[] {
    const speaking = this.#holders.flatMap((producerId, slot): PickedVoice[] => {
      const voice = producerId === null ? undefined : this.#voices.get(producerId);
      if (producerId === null || !voice || now - voice.heardAt > PAUSE) return [];
      return [{ slot, producerId, level: voice.level }];
    });
    return speaking.sort((a, b) => b.level - a.level);
  }

  #update(producerId: string, volume: number, now: number): void {
    const voice = this.#voices.get(producerId);
    if (!voice) {
      this.#voices.set(producerId, { level: volume, heardAt: now, since: now });
      return;
    }
    const before = levelOf(voice, now);
    voice.level = volume >= before ? volume : before + (volume - before) * SMOOTHING;
    voice.heardAt = now;
  }

  #place(producerId: string, now: number): void {
    const voice = this.#voices.get(producerId);
    if (!voice) return;
    let slot = this.#holders.indexOf(null);
    if (slot < 0) slot = this.#quietest(now);
    const holder = this.#holders[slot] ?? null;
    if (holder !== null) {
      const held = this.#voices.get(holder);
      if (held && (now - held.since < HOLD || voice.level < levelOf(held, now) + MARGIN)) return;
    }
    this.#holders[slot] = producerId;
    voice.since = now;
  }

  #quietest(now: number): number {
    const levels = this.#holders.map((id) => {
      const voice = id === null ? undefined : this.#voices.get(id);
      return voice ? levelOf(voice, now) : -Infinity;
    });
    return levels.indexOf(Math.min(...levels));
  }
}

function levelOf({ level, heardAt }: Voice, now: number): number {
  return level - ((now - heardAt) / 1_000) * DECAY;
}
