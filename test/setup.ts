import { afterAll, expect, vi } from 'vitest';

// The files of a run share one process, which saves starting two hundred. Each still gets modules of its own, so that none
// lives on what another has loaded or registered, and has to leave the globals as it found them.
vi.resetModules();

/** Of the testing tools, for themselves. */
const THEIRS = ['IS_REACT_ACT_ENVIRONMENT', 'CSS'];

const before = Object.getOwnPropertyDescriptors(globalThis) as Record<string, PropertyDescriptor>;

afterAll(() => {
  const after = Object.getOwnPropertyDescriptors(globalThis) as Record<string, PropertyDescriptor>;
  const changed = Object.keys({ ...before, ...after }).filter((name) => {
    // Node and jsdom make some globals when they are first asked for.
    if (THEIRS.includes(name) || before[name]?.get !== undefined) return false;
    return !(name in after) || !Object.is(before[name]?.value, after[name]?.value);
  });
  expect(changed, 'globals that the tests of this file have not put back').toEqual([]);
});
