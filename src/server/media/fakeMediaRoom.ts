import type { RtpCapabilities } from '../../protocol/rtp.js';
import type { Clock } from '../ports/Clock.js';
import type {
  RoomRouter,
  RoomRouterEvent,
  RouterSlots,
  RouterTransport,
  TransportOptions,
} from '../ports/MediaRouter.js';
import { FakeMediaObject } from './fakeMediaObject.js';
import { FakeRegistry } from './fakeMediaRegistry.js';
import { FakeSlots } from './fakeMediaSlots.js';
import type { FlowChanged } from './fakeMediaStreams.js';
import { FakeTransport } from './fakeMediaTransport.js';

export class FakeRoom extends FakeMediaObject<RoomRouterEvent> implements RoomRouter {
  readonly transports = new Map<string, FakeTransport>();
  readonly registry: FakeRegistry;
  readonly slots = new Set<FakeSlots>();

  constructor(clock: Clock, onFlow: FlowChanged) {
    super('router', clock);
    this.registry = new FakeRegistry(onFlow);
  }

  get rtpCapabilities(): RtpCapabilities {
    return this.registry.rtpCapabilities;
  }

  async createTransport(options: TransportOptions): Promise<RouterTransport> {
    await this.alive();
    const transport = this.adopt(() => new FakeTransport(this.clock, this.registry, options));
    this.transports.set(transport.id, transport);
    transport.atEnd(() => this.transports.delete(transport.id));
    return transport;
  }

  async createSlots(count: number): Promise<RouterSlots> {
    await this.alive();
    const slots = new FakeSlots(this.clock, this.registry, count, () => this.slots.delete(slots));
    this.slots.add(slots);
    return slots;
  }

  canConsume(producerId: string, rtpCapabilities: RtpCapabilities): boolean {
    return this.registry.canConsume(producerId, rtpCapabilities);
  }

  override close(): void {
    this.#muteInside();
    super.close();
  }

  /** The worker is gone: one `reset`, and not a word from anything inside. */
  reset(): void {
    this.#muteInside();
    super.end({ type: 'reset' });
  }

  /** Without the slots, which are the room's own. */
  get producerCount(): number {
    let count = this.registry.producers.size;
    for (const { slots } of this.slots) count -= slots.length;
    return count;
  }

  override end(event?: RoomRouterEvent): void {
    super.end(event);
    for (const slots of this.slots) slots.close();
    this.slots.clear();
  }

  #muteInside(): void {
    for (const transport of this.transports.values()) transport.mute();
    this.registry.mute();
  }
}
