import type { Bus } from '../../ports/Bus.js';
import type { Clock } from '../../ports/Clock.js';

/**
 * What goes out at the end of a tick: first the pushes, all of one topic in one frame, then the answers. So whoever
 * gets an answer has already seen its effect, and ten pushes cost one frame per link.
 */
export interface Outbox {
  /** Adds a push to this tick's frame `event {pushes}` of the topic. */
  push(topic: string, event: string, push: object): void;
  /** Runs `callback` after the pushes of this tick are out. */
  settle(callback: () => void): void;
}

export function createOutbox(bus: Bus, clock: Clock): Outbox {
  let frames = new Map<string, { topic: string; event: string; pushes: object[] }>();
  let answers: (() => void)[] = [];
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    const sent = frames;
    const settled = answers;
    frames = new Map();
    answers = [];
    for (const { topic, event, pushes } of sent.values()) bus.publish(topic, event, { pushes });
    for (const answer of settled) answer();
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    clock.defer(flush);
  }

  return {
    push(topic, event, push) {
      const key = `${event}\n${topic}`;
      const frame = frames.get(key);
      if (frame) frame.pushes.push(push);
      else frames.set(key, { topic, event, pushes: [push] });
      schedule();
    },
    settle(callback) {
      answers.push(callback);
      schedule();
    },
  };
}
