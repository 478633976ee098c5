import { describe, expect, it, vi } from 'vitest';
import { createTabMemory } from '../../../src/core/connection/tabMemory.js';
import type { Environment } from '../../../src/core/environment.js';
import { createControlledClock } from '../../../src/testing/backend/controlledClock.js';
import { playedPage, tabStorage } from '../support/page.js';

const proof = { sessionId: 's', secret: 'x' };

function tab(storage: Environment['storage'] = tabStorage()) {
  const clock = createControlledClock();
  const open = (uid = 'ann') => {
    const memory = createTabMemory(playedPage(storage), 'hummer:1@url', clock);
    memory.open(uid);
    return memory;
  };
  return { clock, open, storage };
}

describe('the memory of a tab', () => {
  it('knows after a reload which session it was, and how far it had read', async () => {
    const { clock, open } = tab();
    const before = open();
    before.resume = proof;
    before.setCursor('cn:demo', { epoch: 'e', seq: 4 });
    await clock.tick(250);
    const after = open();
    expect(after.resume).toEqual(proof);
    expect(after.cursor('cn:demo')).toEqual({ epoch: 'e', seq: 4 });
    expect(after.instance).toBe(before.instance);
  });

  it('writes a burst of pushes once', async () => {
    const storage = tabStorage();
    const write = vi.spyOn(storage, 'setItem');
    const { clock, open } = tab(storage);
    const memory = open();
    for (let seq = 1; seq <= 100; seq++) memory.setCursor('cn:demo', { epoch: 'e', seq });
    await clock.tick(250);
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('writes at once when the page may go', () => {
    const { open } = tab();
    const memory = open();
    memory.setCursor('cn:demo', { epoch: 'e', seq: 4 });
    memory.save();
    expect(open().cursor('cn:demo')?.seq).toBe(4);
  });

  it('forgets what it knows of somebody else, and everything when it is cleared', () => {
    const { open } = tab();
    open().resume = proof;
    expect(open('bob').resume).toBeNull();
    const memory = open();
    memory.resume = proof;
    memory.clear();
    expect(open().resume).toBeNull();
  });

  it('leaves no timer behind', () => {
    const { clock, open } = tab();
    const memory = open();
    memory.setCursor('cn:demo', { epoch: 'e', seq: 4 });
    memory.clear();
    expect(clock.pending()).toBe(0);
  });

  it.each<[string, Environment['storage']]>([
    ['is not there', null],
    [
      'is full',
      {
        ...tabStorage(),
        setItem: () => {
          throw new Error('full');
        },
      },
    ],
    [
      'is forbidden',
      {
        ...tabStorage(),
        getItem: () => {
          throw new Error('forbidden');
        },
      },
    ],
    ['holds something else', { ...tabStorage(), getItem: () => '{"uid":' }],
  ])('works for as long as the page lives where storage %s', (_why, storage) => {
    const memory = tab(storage).open();
    memory.resume = proof;
    memory.setCursor('a', { epoch: 'e', seq: 1 });
    memory.save();
    expect(memory.resume).toEqual(proof);
    expect(memory.cursor('a')?.seq).toBe(1);
  });
});
