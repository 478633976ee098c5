import { beforeEach, describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../../src/protocol/codes.js';
import type { AttributeWrite } from '../../../../src/protocol/rooms.js';
import { applyAttributeWrite } from '../../../../src/server/domain/rooms/attributes.js';
import { TestServer, type TestClient } from '../../support/testServer.js';

describe('applying a write', () => {
  const current = { a: '1', b: '2', $role: 'host' };
  const cases: [write: AttributeWrite, attributes: object, notified: object][] = [
    [
      { op: 'set', attributes: { c: '3' } },
      { $role: 'host', c: '3' },
      { $role: 'host', c: '3' },
    ],
    [
      { op: 'addOrUpdate', attributes: { b: '3', c: '4' } },
      { a: '1', b: '3', c: '4', $role: 'host' },
      { b: '3', c: '4' },
    ],
    [{ op: 'delete', keys: ['a', 'nothing'] }, { b: '2', $role: 'host' }, { a: '1' }],
    [{ op: 'clear' }, { $role: 'host' }, { a: '1', b: '2' }],
  ];
  it.each(cases)('%o of a client keeps what only the server may write', (write, attributes, notified) => {
    expect(applyAttributeWrite(current, write, 'client')).toEqual({ attributes, notified });
  });

  it('of the server reaches everything', () => {
    expect(applyAttributeWrite(current, { op: 'clear' }, 'server')).toEqual({
      attributes: {},
      notified: current,
    });
    expect(applyAttributeWrite(current, { op: 'delete', keys: ['$role'] }, 'server').notified).toEqual({
      $role: 'host',
    });
  });

  it('is not confused by keys that every object has', () => {
    const { attributes, notified } = applyAttributeWrite(
      {},
      { op: 'delete', keys: ['constructor'] },
      'client',
    );
    expect([attributes, notified]).toEqual([{}, {}]);
    expect(
      applyAttributeWrite({}, { op: 'set', attributes: { constructor: 'x' } }, 'client').attributes,
    ).toEqual({ constructor: 'x' });
  });
});

let server: TestServer;
let ann: TestClient;
let ben: TestClient;
let id = 0;
const next = () => String(id++);
beforeEach(async () => {
  server = new TestServer();
  ann = await server.enter('ann');
  ben = await server.enter('ben');
});

describe.each([
  ['room', 'room:writeAttributes', 'room:attributes'],
  ['user', 'room:writeUserAttributes', 'room:userAttributes'],
] as const)('attributes of a %s', (target, verb, event) => {
  const write = (data: Record<string, unknown>) =>
    ann.request(verb, { roomId: 'r', clientMsgId: next(), ...data });
  const refusal = (data: Record<string, unknown>) =>
    ann.refusal(verb, { roomId: 'r', clientMsgId: next(), ...data });
  const read = async () =>
    target === 'room'
      ? ben.request('room:readAttributes', { roomId: 'r' })
      : ben.request('room:readUserAttributes', { roomId: 'r', uid: 'ann' });

  it('are told to the room with what changed, by whom, when and as which revision', async () => {
    const steps: [data: Record<string, unknown>, suffix: string, notified: object][] = [
      [{ op: 'set', attributes: { a: '1', b: '2' } }, 'Set', { a: '1', b: '2' }],
      [{ op: 'addOrUpdate', attributes: { b: '3', c: '4' } }, 'AddedOrUpdated', { b: '3', c: '4' }],
      [{ op: 'delete', keys: ['a'] }, 'Deleted', { a: '1' }],
      [{ op: 'clear' }, 'Cleared', { b: '3', c: '4' }],
    ];
    for (const [i, [data, suffix, attributes]] of steps.entries()) {
      const result = await write({ ...data, clientMsgId: `w${String(i)}` });
      expect(result.revision).toBe(i + 1);
      expect(ben.pushes.at(-1)).toMatchObject({
        event: `${event}${suffix}`,
        data: {
          attributes,
          revision: i + 1,
          lastUpdateUid: 'ann',
          lastUpdateTs: String(server.clock.now()),
          clientMsgId: `w${String(i)}`,
          ...(target === 'user' && { uid: 'ann' }),
        },
      });
      await server.clock.tick(5);
    }
    expect(await read()).toMatchObject({ attributes: {}, revision: 4 });
  });

  it('can be written on condition of their revision', async () => {
    await write({ op: 'set', attributes: { a: '1' }, ifRevision: 0 });
    const before = ben.pushes.length;
    expect(await refusal({ op: 'set', attributes: { a: '2' }, ifRevision: 0 })).toBe(Code.STALE_REVISION);
    expect(await refusal({ op: 'set', attributes: { a: '2' }, ifRevision: 9 })).toBe(Code.STALE_REVISION);
    expect(ben.pushes).toHaveLength(before);
    expect((await write({ op: 'set', attributes: { a: '2' }, ifRevision: 1 })).revision).toBe(2);
  });

  it('are written once however often the request is repeated', async () => {
    const request = { op: 'addOrUpdate', attributes: { a: '1' }, ifRevision: 0, clientMsgId: 'same' };
    const first = await write(request);
    await write({ op: 'addOrUpdate', attributes: { a: '2' } });
    expect(await write(request)).toEqual(first);
    expect((await read()).attributes).toEqual({ a: '2' });
    expect(await refusal({ ...request, attributes: { a: '9' } })).toBe(Code.INVALID_PARAMETER);
  });

  it('have limits, and a write beyond them changes nothing', async () => {
    const [tooMany, tooLarge] =
      target === 'room'
        ? [Code.TOO_MANY_ROOM_ATTRIBUTES, Code.ROOM_ATTRIBUTES_TOO_LARGE]
        : [Code.TOO_MANY_USER_ATTRIBUTES, Code.USER_ATTRIBUTES_TOO_LARGE];
    const many = (n: number, value = '') =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${String(i)}`, value]));
    await write({ op: 'set', attributes: many(60) });
    const before = ben.pushes.length;
    expect(await refusal({ op: 'set', attributes: many(65) })).toBe(tooMany);
    expect(await refusal({ op: 'addOrUpdate', attributes: { x1: '', x2: '', x3: '', x4: '', x5: '' } })).toBe(
      tooMany,
    );
    expect(await refusal({ op: 'addOrUpdate', attributes: { ['x'.repeat(65)]: '' } })).toBe(tooLarge);
    expect(await refusal({ op: 'addOrUpdate', attributes: { ['教'.repeat(22)]: '' } })).toBe(tooLarge);
    expect(await refusal({ op: 'addOrUpdate', attributes: { a: 'x'.repeat(8_193) } })).toBe(tooLarge);
    expect(await refusal({ op: 'set', attributes: many(9, 'x'.repeat(8_000)) })).toBe(tooLarge);
    expect(ben.pushes).toHaveLength(before);
    expect((await read()).revision).toBe(1);
    expect(await refusal({ op: 'addOrUpdate', attributes: { ['x'.repeat(64)]: 'y'.repeat(8_192) } })).toBe(0);
  });

  it('may be as many and as large as their limits', async () => {
    const many = (n: number, value: string) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${String(i)}`, value]));
    expect(await refusal({ op: 'set', attributes: many(64, '') })).toBe(0);
    // Eight keys of two bytes and their values are 64 KiB.
    expect(await refusal({ op: 'set', attributes: many(8, 'x'.repeat(8_190)) })).toBe(0);
  });

  it.each([
    ['an unknown operation', { op: 'drop' }],
    ['a value that is no text', { op: 'set', attributes: { a: 1 } }],
    ['an empty key', { op: 'set', attributes: { '': 'x' } }],
    ['attributes that are an array', { op: 'set', attributes: ['a'] }],
    ['no attributes', { op: 'addOrUpdate' }],
    ['keys that are no text', { op: 'delete', keys: [1] }],
    ['a revision that is no number', { op: 'clear', ifRevision: '1' }],
  ])('are refused with %s', async (_why, data) => {
    expect(await refusal(data)).toBe(Code.INVALID_PARAMETER);
  });

  it('that begin with $ are only read by clients', async () => {
    expect(await refusal({ op: 'set', attributes: { $role: 'host' } })).toBe(Code.NO_PERMISSION);
    expect(await refusal({ op: 'addOrUpdate', attributes: { $role: 'host' } })).toBe(Code.NO_PERMISSION);
    expect(await refusal({ op: 'delete', keys: ['$role'] })).toBe(Code.NO_PERMISSION);
  });
});

describe('attributes of a room', () => {
  it('can be written and read without joining, and are heard by those inside', async () => {
    const cat = await server.enter('cat', { room: null });
    await cat.request('room:writeAttributes', {
      roomId: 'r',
      clientMsgId: next(),
      op: 'set',
      attributes: { a: '1', b: '2' },
    });
    expect(ann.pushes.at(-1)).toMatchObject({ event: 'room:attributesSet', data: { lastUpdateUid: 'cat' } });
    expect(await cat.request('room:readAttributes', { roomId: 'r', keys: ['b', 'c'] })).toMatchObject({
      attributes: { b: '2' },
      revision: 1,
    });
  });

  it('of a room that never was are empty, at revision 0', async () => {
    expect(await ann.request('room:readAttributes', { roomId: 'new' })).toEqual({
      attributes: {},
      revision: 0,
      lastUpdateUid: '',
      lastUpdateTs: '0',
    });
    expect((await server.backend.stats()).rooms).toBe(1);
  });
});

describe('attributes of a user', () => {
  it('die with the membership', async () => {
    await ann.request('room:writeUserAttributes', {
      roomId: 'r',
      clientMsgId: next(),
      op: 'set',
      attributes: { a: '1' },
    });
    await ann.request('room:leave', { roomId: 'r' });
    await ann.join('r');
    expect(await ben.request('room:readUserAttributes', { roomId: 'r', uid: 'ann' })).toEqual({
      attributes: {},
      revision: 0,
    });
  });

  it('survive a drop within the grace', async () => {
    await ann.request('room:writeUserAttributes', {
      roomId: 'r',
      clientMsgId: next(),
      op: 'set',
      attributes: { a: '1', b: '2' },
    });
    ann.drop();
    await server.clock.tick(10_000);
    const { attributes } = await ben.request('room:readUserAttributes', {
      roomId: 'r',
      uid: 'ann',
      keys: ['a'],
    });
    expect(attributes).toEqual({ a: '1' });
  });

  it('of somebody who is not in the room are not found', async () => {
    expect(await ann.refusal('room:readUserAttributes', { roomId: 'r', uid: 'nobody' })).toBe(Code.NOT_FOUND);
  });

  it('cannot be written without joining', async () => {
    const cat = await server.enter('cat', { room: null });
    expect(
      await cat.refusal('room:writeUserAttributes', { roomId: 'r', clientMsgId: next(), op: 'clear' }),
    ).toBe(Code.NOT_IN_ROOM);
  });
});
