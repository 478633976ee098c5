import { expect, it, vi } from 'vitest';
import { setLongTimeout } from '../../src/lib/longTimeout.js';
import { createFakeClock } from '../support/fakeClock.js';

const YEAR = 365 * 86_400_000;

it('runs once, after exactly its time, however long', async () => {
  const clock = createFakeClock();
  const callback = vi.fn();
  setLongTimeout(clock, callback, YEAR);
  await clock.tick(YEAR - 1);
  expect(callback).not.toHaveBeenCalled();
  await clock.tick(1);
  await clock.tick(YEAR);
  expect(callback).toHaveBeenCalledOnce();
});

it('asks the clock for no more than it can hold', () => {
  const clock = createFakeClock();
  const setTimeout = vi.spyOn(clock, 'setTimeout');
  setLongTimeout(clock, () => undefined, YEAR);
  expect(setTimeout.mock.calls[0]?.[1]).toBe(2 ** 31 - 1);
});

it('can be cancelled at any stage', async () => {
  const clock = createFakeClock();
  const callback = vi.fn();
  const cancel = setLongTimeout(clock, callback, YEAR);
  await clock.tick(YEAR / 2);
  cancel();
  await clock.tick(YEAR);
  expect(callback).not.toHaveBeenCalled();
  expect(clock.pending()).toBe(0);
});

it('runs at once when its time is over already', async () => {
  const clock = createFakeClock();
  const callback = vi.fn();
  setLongTimeout(clock, callback, -5);
  await clock.tick(0);
  expect(callback).toHaveBeenCalledOnce();
});
