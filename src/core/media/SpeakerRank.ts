/** Somebody speaks from this smoothed level on, and until it has been below the other for a pause between words. */
const SPEAKS = 0.15;
const SILENT = 0.1;
const PAUSE = 1_000;
/** How much of a new reading counts. */
const WEIGHT = 0.4;
/** By so much somebody must be louder than the one before to take their place. */
const MARGIN = 0.1;

interface Voice {
  level: number;
  loudAt: number;
}

/**
 * Who speaks, the loudest first, without a list that jumps: who begins comes last and rises one place at a time, and only past
 * those who are clearly quieter.
 */
export class SpeakerRank {
  readonly #voices = new Map<string, Voice>();
  #order: readonly string[] = [];

  /** The order after these readings, 0 to 1 by uid; the same array if nothing changed. */
  update(levels: ReadonlyMap<string, number>, now: number): readonly string[] {
    for (const uid of this.#voices.keys()) if (!levels.has(uid)) this.#voices.delete(uid);
    for (const [uid, reading] of levels) {
      const voice = this.#voices.get(uid) ?? { level: 0, loudAt: Number.NEGATIVE_INFINITY };
      voice.level += (reading - voice.level) * WEIGHT;
      if (voice.level >= (this.#order.includes(uid) ? SILENT : SPEAKS)) voice.loudAt = now;
      this.#voices.set(uid, voice);
    }
    const speaks = (uid: string): boolean =>
      now - (this.#voices.get(uid)?.loudAt ?? Number.NEGATIVE_INFINITY) < PAUSE;
    const order = this.#order.filter(speaks);
    for (let place = order.length - 1; place > 0; place--) {
      const [before, after] = [order[place - 1] ?? '', order[place] ?? ''];
      if (this.#level(after) <= this.#level(before) + MARGIN) continue;
      order[place - 1] = after;
      order[place] = before;
      place--; // one place at a time
    }
    const begun = [...this.#voices.keys()].filter((uid) => speaks(uid) && !order.includes(uid));
    order.push(...begun.sort((one, other) => this.#level(other) - this.#level(one)));
    if (order.length === this.#order.length && order.every((uid, place) => uid === this.#order[place]))
      return this.#order;
    return (this.#order = Object.freeze(order));
  }

  #level(uid: string): number {
    return this.#voices.get(uid)?.level ?? 0;
  }
}
