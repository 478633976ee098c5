import { describe, expect, it } from 'vitest';
import { createPace, type Pace } from '../../../src/core/delivery/pace.js';
import { systemClock } from '../../../src/lib/clock.js';

/** Takes until there is none left; how many there were. */
function takeAll(pace: Pace): number {
  let taken = 0;
  while (pace.take() === 0) taken++;
  return taken;
}

describe('the pace of what is sent', () => {
  let now = 1_700_000_000_000;
  const clock = { ...systemClock, now: () => now };

  it('lets a burst below the server’s go at once, and then as much as the server takes', () => {
    const pace = createPace(clock);
    expect(takeAll(pace)).toBe(80);
    now += 1_000;
    expect(takeAll(pace)).toBe(40);
    now += 60_000;
    expect(takeAll(pace)).toBe(80);
  });

  it('does not make anybody wait because the clock of the machine was put back', () => {
    const pace = createPace(clock);
    expect(pace.take()).toBe(0);
    now -= 3_600_000;
    expect(takeAll(pace)).toBe(79);
    now += 1_000;
    expect(takeAll(pace)).toBe(40);
  });
});
