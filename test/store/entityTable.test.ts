import { describe, expect, it, vi } from 'vitest';
import { Batch, createEntityTable } from '../../src/store/entityTable.js';

describe('a table of entities', () => {
  it('tells the readers of an entity, and nobody else', () => {
    const table = createEntityTable<number>(new Batch());
    const [ann, bob] = [vi.fn(), vi.fn()];
    table.subscribe('ann', ann);
    table.subscribe('bob', bob);
    table.set('ann', 1);
    expect(ann).toHaveBeenCalledTimes(1);
    expect(bob).not.toHaveBeenCalled();
  });

  it('tells nobody of an identical value', () => {
    const table = createEntityTable<object>(new Batch());
    const value = {};
    table.set('a', value);
    const reader = vi.fn();
    table.subscribe('a', reader);
    table.set('a', value);
    table.delete('other');
    expect(reader).not.toHaveBeenCalled();
  });

  it('has all entities of a batch in place before the first reader is told, once', () => {
    const batch = new Batch();
    const [names, counts] = [createEntityTable<string>(batch), createEntityTable<number>(batch)];
    const seen: unknown[] = [];
    names.subscribe('a', () => seen.push([names.get('a'), counts.get('a')]));
    batch.run(() => {
      names.set('a', 'first');
      names.set('a', 'second');
      batch.run(() => {
        counts.set('a', 2);
      });
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual([['second', 2]]);
  });

  it('tells a watcher of all entities whose id begins so, once a batch', () => {
    const batch = new Batch();
    const [names, counts] = [createEntityTable<string>(batch), createEntityTable<number>(batch)];
    const watcher = vi.fn();
    const offs = [names.watch('room/', watcher), counts.watch('room/', watcher)];
    names.set('other/a', 'x');
    expect(watcher).not.toHaveBeenCalled();
    batch.run(() => {
      names.set('room/a', 'x');
      names.delete('room/a');
      counts.set('room/b', 1);
    });
    expect(watcher).toHaveBeenCalledTimes(1);
    for (const off of offs) off();
    names.set('room/a', 'y');
    expect(watcher).toHaveBeenCalledTimes(1);
    expect(names.size().stores).toBe(0);
  });

  it('drops the store of an entity with its last reader', () => {
    const table = createEntityTable<number>(new Batch());
    const offs = [table.subscribe('a', vi.fn()), table.subscribe('a', vi.fn())];
    expect(table.size()).toEqual({ entities: 0, stores: 1 });
    for (const off of offs) {
      off();
      off();
    }
    expect(table.size()).toEqual({ entities: 0, stores: 0 });
  });

  it('calls as many listeners for one event at 10, 1,000 and 10,000 entities', () => {
    const calls = [10, 1_000, 10_000].map((size) => {
      const table = createEntityTable<number>(new Batch());
      const listener = vi.fn();
      for (let i = 0; i < size; i++) {
        table.set(`m${i}`, 0);
        table.subscribe(`m${i}`, listener);
      }
      table.set('m7', 1);
      return listener.mock.calls.length;
    });
    expect(calls).toEqual([1, 1, 1]);
  });
});
