import { afterEach, beforeEach, expect, vi, type Mock } from 'vitest';
import { macrotask } from '../../../src/testing/backend/controlledClock.js';

/** Called with every promise that is rejected and that nobody handles; a test with one fails at its end. */
export function watchUnhandled(): Mock {
  const unhandled = vi.fn();
  beforeEach(() => {
    unhandled.mockClear();
    process.on('unhandledRejection', unhandled);
  });
  afterEach(async () => {
    await macrotask();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
  return unhandled;
}
