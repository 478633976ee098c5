import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { checkMessage, createMessageReader } from '../../../src/hooks/internal/messageCodec.js';
import { HummerError } from '../../../src/protocol/errors.js';
import type { RoomLogItem, RoomMessage } from '../../../src/store/state.js';

const declarations = {
  chat: v.string(),
  stroke: v.pipe(
    v.object({ x: v.number() }),
    v.transform(({ x }) => ({ x, double: x * 2 })),
  ),
};

function message(id: string, type: string, data: unknown): RoomMessage {
  return {
    kind: 'message',
    id,
    seq: 1,
    type,
    data,
    bytes: new Uint8Array(),
    fromUid: 'ana',
    isLocal: false,
    status: 'sent',
    error: null,
    sentAt: 0,
    serverTime: 0,
    appExtras: {},
  };
}

describe('reading messages through their declarations', () => {
  const gap: RoomLogItem = { kind: 'gap', id: 'g', from: 1, to: 2 };

  it('keeps gaps and rows that pass as they are', () => {
    const chat = message('1', 'chat', 'hello');
    const { messages, invalid } = createMessageReader(declarations)([gap, chat]);
    expect(messages[0]).toBe(gap);
    expect(messages[1]).toBe(chat);
    expect(invalid).toEqual([]);
  });

  it('replaces the data that a schema transforms, once for each row', () => {
    const read = createMessageReader(declarations);
    const stroke = message('1', 'stroke', { x: 2 });
    const first = read([stroke]).messages[0];
    expect(first).toMatchObject({ id: '1', data: { x: 2, double: 4 } });
    expect(read([stroke, message('2', 'chat', 'b')]).messages[0]).toBe(first);
  });

  it('lists rows that do not fit and rows of an undeclared type', () => {
    const { messages, invalid } = createMessageReader(declarations)([
      message('1', 'stroke', 'no'),
      message('2', 'toString', 'x'),
    ]);
    expect(messages).toEqual([]);
    expect(invalid).toMatchObject([
      { id: '1', type: 'stroke' },
      { id: '2', type: 'toString' },
    ]);
  });
});

describe('checking a message before it goes out', () => {
  it('lets pass what fits', () => {
    expect(() => {
      checkMessage(declarations, 'stroke', { x: 1 });
    }).not.toThrow();
  });

  it.each([
    ['no type', undefined, 'x', 'type'],
    ['an undeclared type', 'other', 'x', 'type'],
    ['data that does not fit', 'stroke', { x: 'one' }, 'data'],
  ])('refuses %s', (_what, type, data, field) => {
    let error: unknown;
    try {
      checkMessage(declarations, type, data);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(HummerError);
    expect(error).toMatchObject({ code: 2001, context: { field } });
  });
});
