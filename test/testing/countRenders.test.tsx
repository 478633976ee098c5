import { act, render, screen } from '@testing-library/react';
import { Component, forwardRef, memo, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { countRenders } from '../../src/testing/countRenders.js';

function Clicker({ label }: { label: string }) {
  const [clicks, setClicks] = useState(0);
  return (
    <button
      onClick={() => {
        setClicks(clicks + 1);
      }}
    >
      {label} {clicks}
    </button>
  );
}

describe('countRenders', () => {
  it('counts renders that the parent causes and those of its own state', () => {
    const Counted = countRenders(Clicker);
    const { rerender } = render(<Counted label="a" />);
    expect(Counted.renders).toBe(1);
    rerender(<Counted label="b" />);
    expect(Counted.renders).toBe(2);
    act(() => {
      screen.getByRole('button').click();
    });
    expect(Counted.renders).toBe(3);
    expect(screen.getByRole('button')).toHaveTextContent('b 1');
  });

  it('keeps memo a memo', () => {
    const Counted = countRenders(memo(Clicker));
    const { rerender } = render(<Counted label="a" />);
    rerender(<Counted label="a" />);
    expect(Counted.renders).toBe(1);
  });

  it('passes the ref of a forwardRef on', () => {
    const Field = forwardRef<HTMLInputElement, { name: string }>((props, ref) => (
      <input ref={ref} {...props} />
    ));
    Field.displayName = 'Field';
    const Counted = countRenders(Field);
    const ref = { current: null as HTMLInputElement | null };
    const props = { name: 'x', ref };
    render(<Counted {...props} />);
    expect(ref.current?.name).toBe('x');
    expect(Counted.renders).toBe(1);
  });

  it('starts again after reset', () => {
    const Counted = countRenders(Clicker);
    render(<Counted label="a" />);
    Counted.reset();
    expect(Counted.renders).toBe(0);
  });

  it('refuses a class, and says so', () => {
    class Old extends Component {
      override render() {
        return null;
      }
    }
    expect(() => countRenders(Old)).toThrow(/not classes/);
  });
});
