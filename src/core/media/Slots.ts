import { MediaWireCode } from '../../protocol/codes.js';
import type { MediaServerRequests } from '../../protocol/mediaEvents.js';
import type { Responder } from '../transport/Transport.js';
import type { EngineConsumer, EngineRecvTransport } from './MediaEngine.js';
import type { MediaSession } from './MediaSession.js';

type Offer = MediaServerRequests['newTopNConsumer']['data'];

interface Slot {
  readonly id: string;
  live: EngineConsumer | null;
  /** Whom to answer when it is negotiated: the offer is repeated if the link dropped meanwhile. */
  readonly waiting: Responder[];
  element: HTMLAudioElement | null;
}

/** What plays the slots, as the page wants it. */
export interface SlotOutput {
  /** The speaker; empty is the system's choice. */
  readonly sinkId: string;
  /** The browser plays nothing before a gesture. */
  readonly onBlocked: () => void;
}

/**
 * The three loudest of a room, in three slots that stay: whose voice is in which the server decides, and nothing is negotiated
 * when it changes. They are played here, in elements of their own, while somebody wants to hear them.
 */
export class Slots {
  readonly #slots = new Map<number, Slot>();
  readonly #outputs: SlotOutput[] = [];
  #transport: Promise<EngineRecvTransport> | null = null;
  #session: MediaSession | null = null;
  #volume = 100;
  #muted = false;

  attach(transport: Promise<EngineRecvTransport>): void {
    this.#transport = transport;
  }

  begin(session: MediaSession | null): void {
    this.#session = session;
    if (session) return;
    this.#transport = null;
    for (const number of [...this.#slots.keys()]) this.#end(number);
  }

  async offered({ slot: number, id, producerId, rtpParameters }: Offer, respond: Responder): Promise<void> {
    const transport = this.#transport;
    const known = this.#slots.get(number);
    if (known?.id === id) {
      if (known.live) respond({ ok: true });
      else known.waiting.push(respond);
      return;
    }
    const slot: Slot = { id, live: null, waiting: [respond], element: null };
    this.#end(number);
    this.#slots.set(number, slot);
    const answer = await this.#negotiate(number, slot, { producerId, rtpParameters }, transport);
    for (const each of slot.waiting.splice(0)) each(answer);
  }

  async #negotiate(
    number: number,
    slot: Slot,
    offer: Pick<Offer, 'producerId' | 'rtpParameters'>,
    transport: Promise<EngineRecvTransport> | null,
  ): Promise<Parameters<Responder>[0]> {
    const { id } = slot;
    try {
      if (!transport) throw new Error('The room was left.');
      const engine = await transport;
      // One group each: the three have nothing to be in step with.
      const streamId = `slot-${String(number)}`;
      const live = await engine.consume({ ...offer, id, kind: 'audio', streamId });
      if (this.#slots.get(number) !== slot) {
        live.close();
        throw new Error('It was closed while it was negotiated.');
      }
      slot.live = live;
      if (this.#muted) this.#pause(slot);
      this.#play(slot);
      return { ok: true };
    } catch (error) {
      if (this.#slots.get(number) === slot) this.#slots.delete(number);
      const errmsg = error instanceof Error ? error.message : String(error);
      return { ok: false, errcode: MediaWireCode.INTERNAL, errmsg };
    }
  }

  closed(consumerId: string): void {
    for (const [number, { id }] of this.#slots) if (id === consumerId) this.#end(number);
  }

  /** What is received of them, for statistics. */
  *live(): Iterable<EngineConsumer> {
    for (const { live } of this.#slots.values()) if (live) yield live;
  }

  /** Plays while held; the latest output counts. */
  hear(output: SlotOutput): () => void {
    this.#outputs.push(output);
    for (const slot of this.#slots.values()) this.#play(slot);
    return () => {
      const index = this.#outputs.indexOf(output);
      if (index < 0) return;
      this.#outputs.splice(index, 1);
      if (this.#outputs.length === 0) for (const slot of this.#slots.values()) silence(slot);
    };
  }

  /** 0 to 100. */
  setVolume(volume: number): void {
    this.#volume = volume;
    for (const { element } of this.#slots.values()) if (element) element.volume = volume / 100;
  }

  /** Muted, they are not even received. */
  setMuted(muted: boolean): void {
    if (this.#muted === muted) return;
    this.#muted = muted;
    for (const slot of this.#slots.values()) {
      if (slot.element) slot.element.muted = muted;
      this.#pause(slot);
    }
  }

  /** Plays all again, from a gesture, and where the sound should go now. */
  async resume(): Promise<void> {
    await Promise.all([...this.#slots.values()].map(async ({ element }) => element?.play()));
  }

  /** The chosen speaker changed. */
  followSink(): void {
    for (const { element } of this.#slots.values()) if (element) this.#setSink(element);
  }

  #pause({ id }: Slot): void {
    const event = this.#muted ? 'pauseConsumer' : 'resumeConsumer';
    this.#session?.durable(event, { consumerId: id }).catch(() => undefined); // silent here in any case
  }

  #play(slot: Slot): void {
    const output = this.#outputs.at(-1);
    if (!output || !slot.live || slot.element || !('document' in globalThis)) return;
    const element = document.createElement('audio');
    slot.element = element;
    element.hidden = true;
    element.autoplay = true;
    element.muted = this.#muted;
    element.volume = this.#volume / 100;
    element.srcObject = new MediaStream([slot.live.track]);
    document.body.append(element);
    this.#setSink(element);
    Promise.resolve(element.play()).catch((error: unknown) => {
      if ((error as { name?: unknown } | null)?.name === 'NotAllowedError') output.onBlocked();
    });
  }

  #setSink(element: HTMLAudioElement): void {
    const sinkId = this.#outputs.at(-1)?.sinkId ?? '';
    if (!('setSinkId' in element) || element.sinkId === sinkId) return;
    element.setSinkId(sinkId).catch(() => undefined); // sound stays where it was
  }

  #end(number: number): void {
    const slot = this.#slots.get(number);
    if (!slot) return;
    this.#slots.delete(number);
    slot.live?.close();
    silence(slot);
  }
}

function silence(slot: Slot): void {
  if (!slot.element) return;
  slot.element.srcObject = null;
  slot.element.remove();
  slot.element = null;
}
