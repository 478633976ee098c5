import { act, render, renderHook } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { beforeEach, describe, expect, it } from 'vitest';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import { useAnnounce } from '../../../src/hooks/internal/useAnnounce.js';
import { around, scripted, type Scripted } from '../support/scripted.js';

let client: Scripted;
beforeEach(() => {
  client = scripted();
});

const regions = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[aria-live]')];
const joined = (first: string, count: number): string =>
  count === 1 ? `${first} joined.` : `${first} and ${count - 1} others joined.`;

describe('announcements', () => {
  it('share one polite region, which is there before anything is said and goes with the last who may speak', () => {
    const Around = around(client);
    const first = renderHook(() => useAnnounce(), { wrapper: Around, reactStrictMode: true });
    const second = renderHook(() => useAnnounce(), { wrapper: Around });
    expect(regions()).toHaveLength(1);
    expect(regions()[0]).toHaveAttribute('aria-live', 'polite');
    expect(regions()[0]).toBeEmptyDOMElement();
    first.unmount();
    expect(regions()).toHaveLength(1);
    second.unmount();
    expect(regions()).toEqual([]);
  });

  it('of one kind within a second become one text; other kinds follow it', async () => {
    const { result } = renderHook(() => useAnnounce(), { wrapper: around(client) });
    for (const name of ['Ana', 'Bob', 'Eve']) result.current('joined', name, joined);
    result.current('left', 'Kim', (first) => `${first} left.`);
    await act(() => client.clock.tick(999));
    expect(regions()[0]?.textContent).toBe('');
    await act(() => client.clock.tick(1));
    expect(regions()[0]?.textContent).toBe('Ana and 2 others joined. Kim left.');
    result.current('joined', 'Zoe', joined);
    await act(() => client.clock.tick(1_000));
    expect(regions()[0]?.textContent).toBe('Zoe joined.');
  });

  it('leave no timer behind', () => {
    const { result, unmount } = renderHook(() => useAnnounce(), { wrapper: around(client) });
    result.current('joined', 'Ana', joined);
    unmount();
    expect(client.clock.pending()).toBe(0);
    result.current('joined', 'Ana', joined);
    expect(client.clock.pending()).toBe(0);
  });

  it('are in the language of the provider, and need no page on a server', () => {
    function Speaker(): null {
      useAnnounce();
      return null;
    }
    const tree = (
      <HummerProvider hummer={client.hummer} locale="zh">
        <Speaker />
      </HummerProvider>
    );
    expect(renderToString(tree)).toBe('');
    render(tree);
    expect(regions()[0]).toHaveAttribute('lang', 'zh');
  });
});
