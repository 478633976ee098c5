import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueQueue } from '../../src/lib/dueQueue.js';

describe('a queue of what falls due', () => {
  it('gives everything back in order of time, whatever the order it came in', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 })), (times) => {
        const queue = new DueQueue<number>();
        for (const at of times) queue.push(at, at);
        expect(queue.size).toBe(times.length);
        const out: number[] = [];
        for (let next = queue.peek(); next; next = queue.peek()) {
          expect(queue.pop()).toBe(next.item);
          out.push(next.item);
        }
        expect(out).toEqual([...times].sort((one, other) => one - other));
        expect(queue.pop()).toBeUndefined();
      }),
    );
  });

  it('tells what is due without giving it away, and keeps what is wanted', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 })), fc.nat({ max: 50 }), (times, at) => {
        const queue = new DueQueue<number>();
        for (const time of times) queue.push(time, time);
        const due = times.filter((time) => time <= at).sort((one, other) => one - other);
        expect(queue.until(at)).toEqual(due);
        expect(queue.size).toBe(times.length);
        queue.retain((time) => time <= at);
        expect(queue.until(50)).toEqual(due);
      }),
    );
  });
});
