import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { steadyTimer } from '../../../src/core/media/steadyTimer.js';

/** A worker as the timer uses one. */
class FakeWorker {
  static made: FakeWorker[] = [];
  onmessage: () => void = () => undefined;
  onerror: () => void = () => undefined;
  running = true;

  constructor() {
    FakeWorker.made.push(this);
  }

  terminate(): void {
    this.running = false;
  }
}

describe('a steady timer', () => {
  beforeEach(() => {
    FakeWorker.made = [];
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('ticks by a worker, whose timers go on in a page that is not seen', () => {
    vi.stubGlobal('Worker', FakeWorker);
    const tick = vi.fn();
    const stop = steadyTimer(30, tick);
    FakeWorker.made[0]?.onmessage();
    FakeWorker.made[0]?.onmessage();
    expect(tick).toHaveBeenCalledTimes(2);
    stop();
    expect([FakeWorker.made[0]?.running, vi.getTimerCount()]).toEqual([false, 0]);
  });

  it.each([
    ['there are no workers', undefined],
    [
      'the page’s policy forbids them at once',
      function Forbidden() {
        throw new DOMException('No.', 'SecurityError');
      },
    ],
    ['the page’s policy forbids them a little later', FakeWorker],
  ])('ticks by the page’s own timer where %s', (_why, worker) => {
    vi.stubGlobal('Worker', worker);
    const tick = vi.fn();
    const stop = steadyTimer(30, tick);
    FakeWorker.made[0]?.onerror();
    vi.advanceTimersByTime(60);
    expect(tick).toHaveBeenCalledTimes(2);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
