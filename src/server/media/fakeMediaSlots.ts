import type { RtpParameters } from '../../protocol/rtp.js';
import type { Clock } from '../ports/Clock.js';
import type { AudioLevel, RouterSlot, RouterSlots } from '../ports/MediaRouter.js';
import type { FakeRegistry } from './fakeMediaRegistry.js';
import { FakeProducer } from './fakeMediaStreams.js';

/** Slots without sound: each is a producer that flows while it carries one that flows. */
export class FakeSlots implements RouterSlots {
  readonly slots: readonly FakeSlot[];
  #handler: ((levels: readonly AudioLevel[]) => void) | undefined;
  #closed = false;

  constructor(
    private readonly clock: Clock,
    registry: FakeRegistry,
    count: number,
    private readonly onClose: () => void,
  ) {
    this.slots = Array.from({ length: count }, () => new FakeSlot(clock, registry));
  }

  listen(handler: (levels: readonly AudioLevel[]) => void): void {
    this.#handler = handler;
  }

  /** What the real one hears in the packets. */
  hear(levels: readonly AudioLevel[]): void {
    this.clock.defer(() => {
      if (!this.#closed) this.#handler?.(levels);
    });
  }

  close(): void {
    this.#closed = true;
    for (const slot of this.slots) slot.end();
    this.onClose();
  }
}

class FakeSlot implements RouterSlot {
  readonly #producer: FakeProducer;
  #carried: FakeProducer | null = null;

  constructor(
    clock: Clock,
    private readonly registry: FakeRegistry,
  ) {
    this.#producer = new FakeProducer(clock, {
      kind: 'audio',
      rtpParameters: parameters,
      paused: true,
      speech: false,
    });
    registry.add(this, this.#producer);
  }

  get producerId(): string {
    return this.#producer.id;
  }

  get carried(): string | null {
    return this.#carried && !this.#carried.closed ? this.#carried.id : null;
  }

  async carry(producerId: string | null): Promise<void> {
    await Promise.resolve();
    if (this.#producer.closed) throw new Error(`${this.producerId} is closed.`);
    const voice = producerId === null ? null : this.registry.producers.get(producerId);
    if (voice === undefined) throw new Error(`Producer ${String(producerId)} not found`);
    this.#carried = voice;
    await (voice ? this.#producer.resume() : this.#producer.pause());
    voice?.atEnd(() => {
      if (this.#carried === voice) this.#producer.pause().catch(() => undefined); // it may close meanwhile
    });
  }

  end(): void {
    this.#producer.end();
  }
}

const parameters: RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1 }],
};
