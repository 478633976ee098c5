import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { keyOf, roomKey, toRoomKey, withoutShape } from '../../../src/hooks/internal/roomKey.js';
import { defineRoom } from '../../../src/hooks/rooms/defineRoom.js';

describe('keys of rooms', () => {
  it('are of the default region unless one is named', () => {
    expect(roomKey('demo')).toEqual({ roomId: 'demo', region: 'cn', key: 'cn:demo', shape: null });
    expect(roomKey('demo', { region: 'us' }).key).toBe('us:demo');
  });

  it('compare by their key: an id alone is the key of the default region', () => {
    expect(keyOf('demo')).toBe(roomKey('demo').key);
    expect(keyOf('demo')).not.toBe(roomKey('demo', { region: 'us' }).key);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(roomKey('demo'))).toBe(true);
  });

  it('stay null for a target that is not there yet', () => {
    expect(keyOf(null)).toBeNull();
    expect(toRoomKey(null)).toBeNull();
  });
});

describe('defineRoom', () => {
  it('makes keys that carry the one shape', () => {
    const lesson = defineRoom({ attributes: { title: v.string() } });
    expect(lesson.room('a', { region: 'us' })).toEqual({
      roomId: 'a',
      region: 'us',
      key: 'us:a',
      shape: lesson.shape,
    });
    expect(lesson.room('a').shape).toBe(lesson.room('b').shape);
  });

  it('gives way to the plain key of a room, the same one each time', () => {
    const key = defineRoom({ attributes: {} }).room('a', { region: 'us' });
    expect(withoutShape(key)).toEqual(roomKey('a', { region: 'us' }));
    expect(withoutShape(key)).toBe(withoutShape(key));
    expect([withoutShape('a'), withoutShape(null)]).toEqual(['a', null]);
  });
});
