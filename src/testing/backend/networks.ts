import { conditionsOf, type Conditions, type TestQuality } from '../media/fakeTraffic.js';
import type { FakeNetwork } from '../media/fakeEngineStreams.js';
import type { FakeMediaEngineFactory } from '../media/fakeMediaEngine.js';
import type { ServerControl } from './serverView.js';

/** What the server says of how it receives somebody, 0 to 10, at each quality. */
const SCORES: Readonly<Record<TestQuality, number>> = { 1: 10, 2: 8, 3: 6, 4: 4, 5: 2, 6: 0 };

/** The networks that carry everybody's media, as good or as bad as a test says. */
export class Networks {
  readonly #qualities = new Map<string, TestQuality>();
  readonly #engines = new Map<string, Set<FakeMediaEngineFactory>>();
  readonly #producers = new Map<string, Set<string>>();

  constructor(
    private readonly server: ServerControl,
    private readonly now: () => number,
  ) {}

  /** The network of a user, as a fake engine sees it. */
  of(uid: string): FakeNetwork {
    return {
      now: this.now,
      conditions: () => this.#conditions(uid),
      flows: (consumerId) => this.server.media().consumer(consumerId)?.flowing ?? false,
      produced: (producerId) => {
        this.produced(uid, producerId);
      },
    };
  }

  /** The engines of a client whose paths break with the network. */
  add(uid: string, engines: FakeMediaEngineFactory): void {
    const all = this.#engines.get(uid) ?? new Set();
    this.#engines.set(uid, all.add(engines));
  }

  produced(uid: string, producerId: string): void {
    const all = this.#producers.get(uid) ?? new Set();
    this.#producers.set(uid, all.add(producerId));
    this.#score(uid);
  }

  set(uid: string, quality: TestQuality): void {
    this.#qualities.set(uid, quality);
    this.#score(uid);
    for (const { engines } of this.#engines.get(uid) ?? []) {
      for (const engine of engines) engine.followNetwork();
    }
  }

  #conditions(uid: string): Conditions | null {
    return conditionsOf(this.#qualities.get(uid) ?? 1);
  }

  #score(uid: string): void {
    const producers = this.#producers.get(uid);
    const score = SCORES[this.#qualities.get(uid) ?? 1];
    for (const id of producers ?? []) {
      const producer = this.server.media().producer(id);
      if (!producer) producers?.delete(id);
      else if (producer.score !== score) producer.setScore(score);
    }
  }
}
