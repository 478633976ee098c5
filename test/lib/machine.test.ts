import { describe, expect, it } from 'vitest';
import { createMachine } from '../../src/lib/machine.js';

describe('a declared machine', () => {
  const make = () =>
    createMachine<'shut' | 'open', 'push' | 'pull'>(
      { shut: { pull: 'open' }, open: { push: 'shut' } },
      'shut',
    );

  it('follows its table', () => {
    const door = make();
    expect(door.send('pull')).toBe(true);
    expect(door.state).toBe('open');
  });

  it('does nothing that its table does not list', () => {
    const door = make();
    expect(door.send('push')).toBe(false);
    expect(door.state).toBe('shut');
  });
});
