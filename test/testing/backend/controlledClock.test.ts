import { afterEach, describe, expect, it, vi } from 'vitest';
import { createControlledClock } from '../../../src/testing/backend/controlledClock.js';

describe('controlledClock', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('stands still until it is told to go on', async () => {
    const clock = createControlledClock();
    const start = clock.now();
    const ring = vi.fn();
    clock.setTimeout(ring, 100);
    await clock.tick(99);
    expect(ring).not.toHaveBeenCalled();
    expect(clock.now()).toBe(start + 99);
    await clock.tick(1);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  it.each([[Number.NaN], [-1], [Infinity], ['100'], [undefined]])('does not go on by %o', async (ms) => {
    const clock = createControlledClock();
    const start = clock.now();
    clock.setTimeout(() => undefined, 100);
    await expect(clock.tick(ms as never)).rejects.toMatchObject({ code: 2001, context: { field: 'ms' } });
    expect(clock.now()).toBe(start);
    expect(clock.pending()).toBe(1);
  });

  it('runs timers in the order in which they fall due, and equal ones in the order in which they were set', async () => {
    const clock = createControlledClock();
    const seen: string[] = [];
    clock.setTimeout(() => seen.push('late'), 20);
    clock.setTimeout(() => seen.push('first'), 10);
    clock.setTimeout(() => seen.push('second'), 10);
    await clock.tick(20);
    expect(seen).toEqual(['first', 'second', 'late']);
  });

  it('shows each timer the time at which it falls due', async () => {
    const clock = createControlledClock();
    const start = clock.now();
    const times: number[] = [];
    clock.setTimeout(() => {
      times.push(clock.now() - start);
      clock.setTimeout(() => times.push(clock.now() - start), 5);
    }, 10);
    await clock.tick(100);
    expect(times).toEqual([10, 15]);
  });

  it('lets promises that follow from a timer run before the next timer', async () => {
    const clock = createControlledClock();
    const seen: string[] = [];
    clock.setTimeout(() => {
      void Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => seen.push('followed'));
    }, 1);
    clock.setTimeout(() => seen.push('next'), 1);
    await clock.tick(1);
    expect(seen).toEqual(['followed', 'next']);
  });

  it('forgets a cancelled timer', async () => {
    const clock = createControlledClock();
    const ring = vi.fn();
    const cancel = clock.setTimeout(ring, 1);
    cancel();
    cancel();
    await clock.tick(10);
    expect(ring).not.toHaveBeenCalled();
    expect(clock.pending()).toBe(0);
  });

  it('goes on while a test runner fakes the timers of the machine', async () => {
    vi.useFakeTimers();
    const clock = createControlledClock();
    const ring = vi.fn();
    clock.setTimeout(ring, 1_000);
    await clock.tick(1_000);
    expect(ring).toHaveBeenCalledTimes(1);
  });
});
