import { describe, expect, it, vi } from 'vitest';
import { joinClasses, mergeProps } from '../../../src/components/internal/mergeProps.js';

type Handler = (event: { defaultPrevented: boolean; preventDefault: () => void }) => void;

function click(): { defaultPrevented: boolean; preventDefault: () => void } {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

describe('mergeProps', () => {
  it("runs the user's handler first, then ours", () => {
    const calls: string[] = [];
    const merged = mergeProps({ onClick: () => calls.push('ours') }, { onClick: () => calls.push('user') });
    (merged['onClick'] as Handler)(click());
    expect(calls).toEqual(['user', 'ours']);
  });

  it('leaves ours out when the user prevents the default', () => {
    const ours = vi.fn();
    const prevent: Handler = (event) => {
      event.preventDefault();
    };
    const merged = mergeProps({ onClick: ours }, { onClick: prevent });
    (merged['onClick'] as Handler)(click());
    expect(ours).not.toHaveBeenCalled();
  });

  it('chains only handlers: another function of the user replaces ours', () => {
    const format = (): string => 'user';
    expect(mergeProps({ format: () => 'ours' }, { format })['format']).toBe(format);
  });

  it('joins classes and descriptions, and merges styles with the user’s over ours', () => {
    const merged = mergeProps(
      { className: 'a', 'aria-describedby': 'hint', style: { color: 'red', margin: 0 } },
      { className: 'b', 'aria-describedby': 'more', style: { color: 'blue' } },
    );
    expect(merged).toEqual({
      className: 'a b',
      'aria-describedby': 'hint more',
      style: { color: 'blue', margin: 0 },
    });
  });

  it('lets an absent value of the user stand for none, and a given one win', () => {
    expect(mergeProps({ title: 'ours', role: 'group' }, { title: undefined, role: 'listitem' })).toEqual({
      title: 'ours',
      role: 'listitem',
    });
  });
});

describe('joinClasses', () => {
  it('keeps only names', () => {
    expect(joinClasses('a', undefined, '', false, 'b')).toBe('a b');
  });
});
