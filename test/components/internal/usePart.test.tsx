import { render, screen } from '@testing-library/react';
import { createRef, forwardRef, type ReactElement, type Ref } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { PartProps } from '../../../src/components/internal/partProps.js';
import { usePart } from '../../../src/components/internal/usePart.js';
import { WordsContext } from '../../../src/hooks/context/useWords.js';

interface State {
  muted: boolean;
}
type Props = PartProps<'button', State> & { muted?: boolean; ownRef?: Ref<HTMLButtonElement> };

const ours = vi.fn();

const Part = forwardRef<HTMLButtonElement, Props>(function Part({ muted = false, ownRef, ...props }, ref) {
  const own = { type: 'button', className: 'hummer-Button', onClick: ours, children: 'Ours' };
  return usePart({ tag: 'button', name: 'Thing__part', state: { muted }, own, ownRef }, props, ref);
});

describe('a part', () => {
  it('has its class, its state as data attributes, and the attributes it is given', () => {
    render(<Part muted id="x" className="mine" data-mine="1" />);
    expect(screen.getByRole('button').outerHTML).toBe(
      '<button type="button" class="hummer-Thing__part hummer-Button mine" data-muted="true" id="x" data-mine="1">Ours</button>',
    );
  });

  it('takes className and style as functions of its state', () => {
    render(
      <Part
        muted
        className={({ muted }) => (muted ? 'off' : 'on')}
        style={({ muted }) => ({ opacity: muted ? 0.5 : 1 })}
      />,
    );
    expect(screen.getByRole('button')).toHaveClass('hummer-Thing__part', 'off');
    expect(screen.getByRole('button')).toHaveStyle({ opacity: '0.5' });
  });

  it('renders into an element that it is given, with the handlers of both', () => {
    const theirs = vi.fn();
    const users = vi.fn();
    ours.mockClear();
    render(
      <Part onClick={users} render={<a href="#there" className="link" onClick={theirs} />}>
        There
      </Part>,
    );
    const link = screen.getByRole('link', { name: 'There' });
    expect(link).toHaveClass('hummer-Thing__part', 'link');
    link.click();
    expect([theirs, users, ours].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
    expect(theirs.mock.invocationCallOrder[0]).toBeLessThan(users.mock.invocationCallOrder[0]!);
    expect(users.mock.invocationCallOrder[0]).toBeLessThan(ours.mock.invocationCallOrder[0]!);
  });

  it('renders what a function makes of props and state', () => {
    render(
      <Part
        muted
        render={({ children, ...props }, { muted }) => (
          <button {...props}>
            {children} {muted ? 'off' : 'on'}
          </button>
        )}
      />,
    );
    expect(screen.getByRole('button')).toHaveTextContent('Ours off');
    expect(screen.getByRole('button')).toHaveClass('hummer-Thing__part');
  });

  it("sets its own ref, the user's and that of a rendered element to the same node", () => {
    const own = createRef<HTMLButtonElement>();
    const users = createRef<HTMLButtonElement>();
    const rendered = createRef<HTMLButtonElement>();
    const { unmount } = render(<Part ownRef={own} ref={users} render={<button ref={rendered} />} />);
    const node = screen.getByRole('button');
    expect([own.current, users.current, rendered.current]).toEqual([node, node, node]);
    unmount();
    expect([own.current, users.current, rendered.current]).toEqual([null, null, null]);
  });

  it('calls a callback ref once per node, however often it renders', () => {
    const ref = vi.fn();
    const { rerender } = render(<Part ref={ref} />);
    rerender(<Part ref={ref} muted />);
    expect(ref).toHaveBeenCalledTimes(1);
  });
});

function Root(): ReactElement {
  return usePart({ tag: 'div', name: 'Thing', own: { 'data-testid': 'root' } }, {}, null);
}

it("says the provider's language and direction on a component's root", () => {
  render(
    <WordsContext.Provider value={{ strings: undefined, locale: 'ar', dir: 'rtl' }}>
      <Root />
      <Part />
    </WordsContext.Provider>,
  );
  expect(screen.getByTestId('root')).toHaveAttribute('lang', 'ar');
  expect(screen.getByTestId('root')).toHaveAttribute('dir', 'rtl');
  expect(screen.getByRole('button')).not.toHaveAttribute('dir');
});
