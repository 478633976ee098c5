import type { Clock } from '../../lib/clock.js';

/** What travels: exactly what socket.io would carry, as JSON text, so that the two sides never share an object. */
export type Frame =
  | { readonly kind: 'event'; readonly event: string; readonly payload: unknown; readonly ack?: number }
  | { readonly kind: 'ack'; readonly ack: number; readonly status: unknown; readonly body: unknown };

/** From the client to the server, or back. @public */
export type Direction = 'up' | 'down';

/** What the network does with a frame on its way. */
export interface Weather {
  /** Milliseconds that every frame takes. */
  delay(): number;
  /** False: the frame is lost. */
  passes(frame: Frame): boolean;
  /** Called when a frame that takes no time starts, and when it has ended its way. */
  underWay(change: 1 | -1): void;
}

/** One direction of a connection: frames arrive later, whole, in the order in which they were sent. */
export class Channel {
  readonly #clock: Clock;
  readonly #weather: Weather;
  readonly #deliver: (frame: Frame) => void;
  readonly #queue: string[] = [];
  readonly #waiting: { after: number; callback: () => void }[] = [];
  #sent = 0;
  #arrived = 0;
  #open = true;

  constructor(clock: Clock, weather: Weather, deliver: (frame: Frame) => void) {
    this.#clock = clock;
    this.#weather = weather;
    this.#deliver = deliver;
  }

  /** Serialises now, so that a later change of the sender's object is not seen. */
  send(frame: Frame): void {
    if (this.#open) this.sendText(JSON.stringify(frame), frame);
  }

  /** The same for a frame that is serialised already: one publish to many. */
  sendText(text: string, frame: Frame): void {
    if (!this.#open || !this.#weather.passes(frame)) return;
    this.#queue.push(text);
    this.#sent++;
    const delay = this.#weather.delay();
    if (delay > 0) {
      this.#clock.setTimeout(() => {
        this.#arrive();
      }, delay);
      return;
    }
    this.#weather.underWay(1);
    queueMicrotask(() => {
      this.#weather.underWay(-1);
      this.#arrive();
    });
  }

  /** Runs `callback` when everything sent so far has arrived. */
  afterwards(callback: () => void): void {
    const last = this.#sent;
    if (this.#arrived >= last) queueMicrotask(callback);
    else this.#waiting.push({ after: last, callback });
  }

  /** Frames under way are lost. */
  close(): void {
    this.#open = false;
    this.#queue.length = 0;
    this.#waiting.length = 0;
  }

  /** Takes the oldest frame, whichever timer rang: a shortened delay does not reorder. */
  #arrive(): void {
    const text = this.#queue.shift();
    if (text === undefined) return;
    this.#arrived++;
    this.#deliver(JSON.parse(text) as Frame);
    while (this.#waiting[0] && this.#waiting[0].after <= this.#arrived) this.#waiting.shift()?.callback();
  }
}
