import type { TopNSpeaker } from '../../../../protocol/media.js';
import type { AudioLevel, RouterSlots } from '../../../ports/MediaRouter.js';
import {
  audience,
  notify,
  type MediaContext,
  type MediaPeer,
  type MediaRoom,
  type PeerProducer,
  type TopN,
} from '../model.js';
import { gone } from '../refusals.js';
import { roomRouter } from '../rooms.js';
import { userIdOf } from '../wire.js';
import { SlotPicker, type PickedVoice } from './picker.js';
import { makeSlotConsumers, setOwn } from './slotConsumers.js';

export const SLOTS = 3;
/** Volume 0 of `topNSpeakers`, dBov; 0 dBov is volume 100. */
const FAINTEST = -80;

/**
 * The three loudest of a room: chooses who holds the slots and lets the slots carry them. Made when the first listener with
 * `topN` joins, gone with the last, and made anew after the worker died.
 */
export class RoomTopN implements TopN {
  readonly #picker = new SlotPicker(SLOTS);
  readonly #slots: Promise<RouterSlots>;
  /** Whom each slot carries or is about to. */
  readonly #voices: (PeerProducer | null)[] = new Array<PeerProducer | null>(SLOTS).fill(null);
  /** One change of a slot after the other. */
  readonly #turns: Promise<void>[] = new Array<Promise<void>>(SLOTS).fill(Promise.resolve());
  #silent = true;
  #closed = false;

  constructor(
    private readonly context: MediaContext,
    private readonly room: MediaRoom,
  ) {
    this.#slots = roomRouter(context, room)
      .then((router) => router.createSlots(SLOTS))
      .then((slots) => {
        if (this.#closed) {
          slots.close();
          throw gone();
        }
        slots.listen((levels) => {
          this.#heard(levels);
        });
        return slots;
      });
    this.#slots.catch((error: unknown) => {
      if (this.#closed) return;
      room.topN = null;
      context.log.warn({ error, room: room.key }, 'The audio slots could not be made.');
    });
  }

  async offer(peer: MediaPeer): Promise<void> {
    const made = await this.#slots.catch(() => null);
    if (!made || this.#closed || peer.closed) return;
    await makeSlotConsumers(this.context, peer, made.slots, (slot) => this.#voices[slot]?.peer === peer);
  }

  ended({ raw }: PeerProducer): void {
    this.#picker.forget(raw.id);
    this.#apply();
    this.#tell();
  }

  close(): void {
    this.#closed = true;
    this.#slots.then(
      (slots) => {
        slots.close();
      },
      () => undefined,
    );
  }

  #heard(levels: readonly AudioLevel[]): void {
    if (this.#closed) return;
    const known = levels.filter(({ producerId }) => this.room.producers.has(producerId));
    this.#picker.hear(known, this.context.clock.now());
    this.#apply();
    this.#tell(known.length === 0);
  }

  #apply(): void {
    for (const [slot, id] of this.#picker.holders.entries()) {
      const voice = (id === null ? null : this.room.producers.get(id)) ?? null;
      const before = this.#voices[slot] ?? null;
      if (voice === before) continue;
      this.#voices[slot] = voice;
      this.#turns[slot] = (this.#turns[slot] ?? Promise.resolve())
        .then(() => this.#carry(slot, voice, before))
        .catch((error: unknown) => {
          // A voice that ended or a room that closed while it was its turn: an everyday race.
          if (this.#closed || voice?.closed) return;
          this.context.log.warn({ error, room: this.room.key, slot }, 'An audio slot could not be changed.');
        });
    }
  }

  /** The new voice's owner is deaf to the slot before it carries the voice, the old one's hears it after. */
  async #carry(slot: number, voice: PeerProducer | null, before: PeerProducer | null): Promise<void> {
    const { slots } = await this.#slots;
    if (voice) await this.#setOwn(slot, voice.peer, true);
    await slots[slot]?.carry(voice && !voice.closed ? voice.raw.id : null);
    if (before && before.peer !== this.#voices[slot]?.peer) await this.#setOwn(slot, before.peer, false);
  }

  async #setOwn(slot: number, peer: MediaPeer, own: boolean): Promise<void> {
    for (const consumer of peer.slots.values()) if (consumer.slot === slot) await setOwn(consumer, own);
  }

  #tell(silence = false): void {
    const speaking = silence ? [] : this.#picker.speaking(this.context.clock.now());
    if (speaking.length === 0 && this.#silent) return;
    this.#silent = speaking.length === 0;
    const speakers = speaking.flatMap((voice) => this.#wire(voice));
    for (const peer of audience(this.room)) if (peer.topN) notify(peer, 'topNSpeakers', { speakers });
  }

  #wire({ slot, producerId, level }: PickedVoice): TopNSpeaker[] {
    const peer = this.room.producers.get(producerId)?.peer;
    if (!peer) return [];
    const volume = Math.round(Math.min(Math.max((level - FAINTEST) / -FAINTEST, 0), 1) * 100);
    return [{ slot, userId: userIdOf(peer), peerId: peer.id, producerId, volume }];
  }
}
