import { describe, expect, it } from 'vitest';
import { withTimeout } from '../../src/lib/timeout.js';
import { createControlledClock } from '../../src/testing/backend/controlledClock.js';

describe('a promise with a time limit', () => {
  const late = () => new Error('late');

  it('settles as the promise does, and leaves no timer', async () => {
    const clock = createControlledClock();
    await expect(withTimeout(clock, 100, Promise.resolve(1), late)).resolves.toBe(1);
    await expect(withTimeout(clock, 100, Promise.reject(new Error('no')), late)).rejects.toThrow('no');
    await Promise.resolve();
    expect(clock.pending()).toBe(0);
  });

  it('rejects when the time is over', async () => {
    const clock = createControlledClock();
    const limited = expect(withTimeout(clock, 100, new Promise(() => undefined), late)).rejects.toThrow(
      'late',
    );
    await clock.tick(100);
    await limited;
  });
});
