import { describe, expect, it } from 'vitest';
import { createId } from '../../src/lib/id.js';

describe('an id', () => {
  it('is different each time and fits a name on the wire', () => {
    const ids = Array.from({ length: 1_000 }, createId);
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{21,}$/);
  });
});
