import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openHouse, type House, type Visit } from './house.js';

/** A house of their own for all tests of a block, with a page for Ann and one for Bob, in the same room. */
export function annAndBob(
  both: Omit<Visit, 'uid'>,
  each: Record<'ann' | 'bob', Pick<Visit, 'query'>> = { ann: {}, bob: {} },
): { readonly ann: Page; readonly bob: Page } {
  const pages = {} as { ann: Page; bob: Page };
  let house: House | undefined;
  beforeAll(async () => {
    const opened = (house = await openHouse());
    const [ann, bob] = await Promise.all(
      (['ann', 'bob'] as const).map((uid) => opened.enter({ ...both, ...each[uid], uid })),
    );
    Object.assign(pages, { ann, bob });
  });
  afterAll(() => house?.close());
  return pages;
}
