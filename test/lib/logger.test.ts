import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../src/lib/logger.js';

describe('a logger', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['none', 0],
    ['error', 1],
    ['warn', 2],
    ['info', 3],
    ['debug', 4],
  ] as const)('at level %s writes %i of the four', (level, written) => {
    const spies = (['error', 'warn', 'info', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockReturnValue(),
    );
    const log = createLogger(level);
    for (const write of [log.error, log.warn, log.info, log.debug]) write('said');
    expect(spies.filter((spy) => spy.mock.calls.length === 1)).toHaveLength(written);
  });
});
