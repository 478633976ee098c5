import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeMap, AttributeWrite } from '../../src/protocol/rooms.js';
import {
  acknowledge,
  addPending,
  applyWrite,
  confirm,
  dropPending,
  EMPTY_ATTRIBUTES,
} from '../../src/store/attributes.js';
import type { AttributesState } from '../../src/store/state.js';

const at = (revision: number) => ({ revision, lastUpdateTs: '1000' });
const by = (revision: number) => ({ ...at(revision), lastUpdateUid: 'bob' });
const known = (attributes: AttributeMap, revision = 1): AttributesState =>
  confirm(EMPTY_ATTRIBUTES, attributes, by(revision));
const write = (attributes: AttributeMap): AttributeWrite => ({ op: 'addOrUpdate', attributes });

describe('a write to a map', () => {
  const map = { a: '1', b: '2', $role: 'teacher' };

  it.each<[AttributeWrite, AttributeMap]>([
    [
      { op: 'set', attributes: { c: '3' } },
      { c: '3', $role: 'teacher' },
    ],
    [
      { op: 'addOrUpdate', attributes: { b: '9', c: '3' } },
      { a: '1', b: '9', c: '3', $role: 'teacher' },
    ],
    [
      { op: 'delete', keys: ['a', 'z'] },
      { b: '2', $role: 'teacher' },
    ],
    [{ op: 'clear' }, { $role: 'teacher' }],
  ])('%o leaves %o: reserved keys outlive a client', (change, result) => {
    expect(applyWrite(map, change)).toEqual(result);
  });

  it('keeps a key named like a prototype a key', () => {
    const named = JSON.parse('{"__proto__": "x", "constructor": "y"}') as AttributeMap;
    const result = applyWrite(applyWrite({}, { op: 'set', attributes: named }), {
      op: 'delete',
      keys: ['none'],
    });
    expect(Object.entries(result)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

describe('optimistic attributes', () => {
  it('show a write at once, over what is confirmed', () => {
    const state = addPending(known({ title: 'Old' }), { ...write({ title: 'New' }), id: 'w1' });
    expect(state.attributes).toEqual({ title: 'New' });
    expect(state.confirmed).toEqual({ title: 'Old' });
    expect(state.revision).toBe(1);
  });

  it('become confirmed with the answer', () => {
    const pending = addPending(known({ title: 'Old' }), { ...write({ title: 'New' }), id: 'w1' });
    const state = acknowledge(pending, 'w1', at(2), 'ann');
    expect(state).toMatchObject({ confirmed: { title: 'New' }, pending: [], revision: 2 });
    expect(state.lastUpdate).toEqual({ uid: 'ann', ts: 1000 });
    expect(state.attributes, 'the same object: nobody has to render').toBe(pending.attributes);
  });

  it('lose only the write that failed', () => {
    let state = known({ a: '0' });
    state = addPending(state, { ...write({ a: '1' }), id: 'w1' });
    state = addPending(state, { ...write({ b: '2' }), id: 'w2' });
    state = dropPending(state, 'w1');
    expect(state.attributes).toEqual({ a: '0', b: '2' });
  });

  it('keep what somebody else wrote in between', () => {
    let state = addPending(known({ a: '0' }), { ...write({ a: 'mine' }), id: 'w1' });
    state = confirm(state, { a: 'theirs', b: 'theirs' }, by(2));
    expect(state.attributes).toEqual({ a: 'mine', b: 'theirs' });
    expect(dropPending(state, 'w1').attributes).toEqual({ a: 'theirs', b: 'theirs' });
  });

  it('stay on top while older revisions are still on their way', () => {
    let state = addPending(known({ a: '0' }), { ...write({ a: 'mine' }), id: 'w1' });
    state = acknowledge(state, 'w1', at(3), 'ann');
    expect(state).toMatchObject({ attributes: { a: 'mine' }, revision: 1 });
    state = confirm(state, { a: 'theirs' }, by(2));
    expect(state).toMatchObject({ attributes: { a: 'mine' }, revision: 2 });
    state = confirm(state, { a: 'mine' }, by(3), 'w1');
    expect(state).toMatchObject({ attributes: { a: 'mine' }, pending: [], revision: 3 });
  });

  it('are not folded twice when a snapshot already holds an answered write', () => {
    let state = addPending(known({ n: '0' }), { ...write({ n: '1' }), id: 'w1' });
    state = acknowledge(state, 'w1', at(5), 'ann');
    state = confirm(state, { n: '2' }, by(6));
    expect(state).toMatchObject({ attributes: { n: '2' }, pending: [] });
  });

  it('do not change when an unknown write is answered', () => {
    const state = known({ a: '0' });
    expect(acknowledge(state, 'w9', at(9), 'ann')).toBe(state);
  });

  it('end as the server has them, in whatever order answers and pushes of one order of writes arrive', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const change: fc.Arbitrary<AttributeWrite> = fc.oneof(
      fc.record({ op: fc.constant('set' as const), attributes: fc.dictionary(key, fc.string()) }),
      fc.record({ op: fc.constant('addOrUpdate' as const), attributes: fc.dictionary(key, fc.string()) }),
      fc.record({ op: fc.constant('delete' as const), keys: fc.array(key) }),
      fc.constant({ op: 'clear' as const }),
    );
    const step = fc.record({ change, mine: fc.boolean(), ackFirst: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let state = EMPTY_ATTRIBUTES;
        let server: AttributeMap = {};
        const pushes: [AttributeMap, number, string][] = [];
        const acks: [string, number][] = [];
        steps.forEach(({ change: made, mine }, i) => {
          const id = `w${i}`;
          if (mine) state = addPending(state, { ...made, id });
          server = applyWrite(server, made);
          pushes.push([server, i + 1, id]);
          if (mine) acks.push([id, i + 1]);
        });
        const push = () => {
          const [map, revision, id] = pushes.shift() as [AttributeMap, number, string];
          if (revision === state.revision + 1) state = confirm(state, map, by(revision), id);
        };
        for (const { ackFirst } of steps) {
          const ack = ackFirst ? acks.shift() : undefined;
          if (ack) state = acknowledge(state, ack[0], at(ack[1]), 'ann');
          push();
        }
        for (const [id, revision] of acks) state = acknowledge(state, id, at(revision), 'ann');
        expect(state.attributes).toEqual(server);
        expect(state.pending).toEqual([]);
        expect(state.revision).toBe(steps.length);
      }),
      { numRuns: 500 },
    );
  });
});
