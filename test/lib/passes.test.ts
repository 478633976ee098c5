import { describe, expect, it } from 'vitest';
import { createDeferred } from '../../src/lib/deferred.js';
import { Passes } from '../../src/lib/passes.js';

describe('Passes', () => {
  it('are made one at a time, and once more however often that was asked for meanwhile', async () => {
    const first = createDeferred<undefined>();
    let made = 0;
    const passes = new Passes(() => {
      made++;
      return made === 1 ? first.promise : Promise.resolve();
    });
    const run = passes.run();
    void passes.run();
    passes.again();
    expect(made).toBe(1);
    expect(passes.running).toBe(run);
    first.resolve(undefined);
    await run;
    expect(made).toBe(2);
    expect(passes.running).toBeNull();
  });

  it('go on after one that failed, when they are asked for again', async () => {
    let made = 0;
    const passes = new Passes(() => (++made === 1 ? Promise.reject(new Error('no')) : Promise.resolve()));
    await expect(passes.run()).rejects.toThrow('no');
    await passes.run();
    expect(made).toBe(2);
  });

  it.each(Array.from({ length: 8 }, (_, turns) => turns))(
    'are made once more for who asks %i microtasks after the first was done',
    async (turns) => {
      const first = createDeferred<undefined>();
      let made = 0;
      const passes = new Passes(async () => {
        made++;
        await first.promise;
      });
      void passes.run();
      first.resolve(undefined);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await passes.run();
      expect(made).toBe(2);
    },
  );
});
