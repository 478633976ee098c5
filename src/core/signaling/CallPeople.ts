import type { Clock } from '../../lib/clock.js';
import type { WireInvitation } from '../../protocol/signaling.js';
import type { CallMediaState } from './callMedia.js';

/** How long somebody who accepted has to come into the room. */
const TIME_TO_COME = 20_000;

/** The others of one call: who belongs to it, and who is still to come. */
export class CallPeople {
  /** Who accepted, until there was time enough to come. */
  readonly #expected = new Map<string, () => void>();
  readonly #missed = new Set<string>();
  #peers: readonly string[];

  constructor(
    private readonly clock: Clock,
    private readonly uid: string,
    first: readonly string[],
    private readonly changed: () => void,
  ) {
    this.#peers = Object.freeze([...first]);
  }

  /** Who is called, calls or is there; the same array until somebody else is. */
  get peers(): readonly string[] {
    return this.#peers;
  }

  /** Takes what the server and the room say now. Answers who accepted and can still come. */
  look(record: WireInvitation | undefined, media: CallMediaState | null): readonly string[] {
    const seen = media?.seen ?? new Set<string>();
    const present = media?.present ?? [];
    const away = (uid: string): boolean => this.#missed.has(uid) || (seen.has(uid) && !present.includes(uid));
    const invited = record?.invitees ?? [];
    for (const uid of seen) this.#settle(uid);
    if (media && record) {
      const accepted = invited.filter(({ state }) => state === 'accepted').map(({ uid }) => uid);
      for (const uid of [record.inviter, ...accepted]) if (!seen.has(uid)) this.#expect(uid);
    }
    if (record) {
      const asked = invited.filter(({ state }) => state === 'invited' || state === 'accepted');
      const people = [record.inviter, ...asked.map(({ uid }) => uid)].filter((uid) => !away(uid));
      this.#set([...people, ...present]);
    }
    return [...this.#expected.keys()];
  }

  close(): void {
    for (const cancel of this.#expected.values()) cancel();
    this.#expected.clear();
  }

  #expect(uid: string): void {
    if (uid === this.uid || this.#expected.has(uid) || this.#missed.has(uid)) return;
    const cancel = this.clock.setTimeout(() => {
      this.#expected.delete(uid);
      this.#missed.add(uid);
      this.changed();
    }, TIME_TO_COME);
    this.#expected.set(uid, cancel);
  }

  /** Was there: nobody waits for it any more. */
  #settle(uid: string): void {
    this.#expected.get(uid)?.();
    this.#expected.delete(uid);
    this.#missed.delete(uid);
  }

  #set(uids: readonly string[]): void {
    const next = [...new Set(uids)].filter((uid) => uid !== this.uid);
    const same = next.length === this.#peers.length && next.every((uid, index) => uid === this.#peers[index]);
    if (!same) this.#peers = Object.freeze(next);
  }
}
