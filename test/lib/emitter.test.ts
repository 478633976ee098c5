import { describe, expect, it, vi } from 'vitest';
import { Emitter } from '../../src/lib/emitter.js';

interface Events {
  said: string;
  left: undefined;
}

describe('an emitter', () => {
  const never = (error: unknown): void => {
    throw error as Error;
  };

  it('calls every handler of the event and of no other', () => {
    const emitter = new Emitter<Events>();
    const [first, second, other] = [vi.fn(), vi.fn(), vi.fn()];
    emitter.on('said', first);
    emitter.on('said', second);
    emitter.on('left', other);
    emitter.emit('said', 'hi', never);
    expect(first).toHaveBeenCalledExactlyOnceWith('hi');
    expect(second).toHaveBeenCalledExactlyOnceWith('hi');
    expect(other).not.toHaveBeenCalled();
  });

  it('calls a handler that was registered twice once', () => {
    const emitter = new Emitter<Events>();
    const handler = vi.fn();
    emitter.on('said', handler);
    emitter.on('said', handler);
    emitter.emit('said', 'hi', never);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('hands what a handler throws to the caller and goes on with the next', () => {
    const emitter = new Emitter<Events>();
    const [errors, after] = [vi.fn(), vi.fn()];
    const broken = new Error('broken');
    emitter.on('said', () => {
      throw broken;
    });
    emitter.on('said', after);
    emitter.emit('said', 'hi', errors);
    expect(errors).toHaveBeenCalledExactlyOnceWith(broken);
    expect(after).toHaveBeenCalledTimes(1);
  });

  it('lets a handler remove itself and others while it runs', () => {
    const emitter = new Emitter<Events>();
    const second = vi.fn();
    const off = emitter.on('said', () => {
      off();
    });
    emitter.on('said', second);
    emitter.emit('said', 'one', never);
    emitter.emit('said', 'two', never);
    expect(second).toHaveBeenCalledTimes(2);
    expect(emitter.size).toBe(1);
  });

  it('keeps nothing of an event that nobody hears any more', () => {
    const emitter = new Emitter<Events>();
    const off = emitter.on('said', vi.fn());
    off();
    off();
    emitter.off('left', vi.fn());
    expect(emitter.size).toBe(0);
  });
});
