import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { Hummer } from '../../../src/core/hummer.js';
import { HummerProvider, type HummerProviderProps } from '../../../src/hooks/connection/HummerProvider.js';
import { useClient } from '../../../src/hooks/internal/useClient.js';
import { scripted } from '../support/scripted.js';

const url = 'http://127.0.0.1:1';
let made: MockInstance<typeof Hummer.createHummer>;
const warn = vi.spyOn(console, 'warn');
beforeEach(() => {
  made = vi.spyOn(Hummer, 'createHummer');
  warn.mockImplementation(() => undefined).mockClear();
});
afterEach(() => {
  made.mockRestore();
});

const seen: Hummer[] = [];
function Reader(): null {
  seen.push(useClient('Reader'));
  return null;
}
const last = (): Hummer => seen.at(-1)!;
const tree = (props: HummerProviderProps): ReactElement => (
  <HummerProvider {...props}>
    <Reader />
  </HummerProvider>
);

describe('a provider without a given client', () => {
  it('makes one for what it is told, and nothing of it moves before a uid comes', () => {
    render(tree({ appid: 7, url, uid: null, region: 'us', logLevel: 'none' }));
    expect(made.mock.calls).toEqual([[{ appid: 7, url, region: 'us', logLevel: 'none' }]]);
    expect(last().connection).toEqual({ state: 'DISCONNECTED', reason: 'INIT' });
  });

  it('keeps it for everything but another app or another server', () => {
    const { rerender } = render(tree({ appid: 1, url, uid: null }), { reactStrictMode: true });
    const first = last();
    rerender(
      tree({
        appid: 1,
        url,
        uid: null,
        region: 'us',
        token: 'x',
        logLevel: 'debug',
        onError: vi.fn(),
        strings: {},
        locale: 'zh',
      }),
    );
    expect(last()).toBe(first);
    rerender(tree({ appid: 2, url, uid: null }));
    const second = last();
    expect(second).not.toBe(first);
    rerender(tree({ appid: 2, url: 'http://127.0.0.1:2', uid: null }));
    expect(last()).not.toBe(second);
  });

  it('asks the latest token provider, whose identity makes no other client', async () => {
    const { rerender } = render(tree({ appid: 1, url, uid: null, tokenProvider: () => 'first' }));
    const first = last();
    rerender(tree({ appid: 1, url, uid: null, tokenProvider: () => 'latest' }));
    expect(last()).toBe(first);
    const token = await made.mock.calls[0]![0].tokenProvider!({ uid: 'ana', appid: 1, reason: 'login' });
    expect(token).toBe('latest');
    expect(warn).not.toHaveBeenCalled();
  });

  it('signs in without the token that stands beside a token provider', () => {
    const client = scripted();
    made.mockReturnValue(client.hummer);
    const props = { appid: 1, url, uid: 'ana', tokenProvider: () => 'provided' };
    const { rerender } = render(tree({ ...props, token: 't1' }));
    client.login({ status: 'logged-in', uid: 'ana' });
    rerender(tree({ ...props, token: 't2' }));
    const session = client.calls.filter(([name]) => name === 'login' || name === 'refreshToken');
    expect(session).toEqual([['login', { uid: 'ana' }]]);
  });

  it('says that a living client cannot get or lose a token provider', () => {
    const { rerender } = render(tree({ appid: 1, url, uid: null }));
    rerender(tree({ appid: 1, url, uid: null, tokenProvider: () => 'x' }));
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/tokenProvider.*key/)]]);
  });

  it('gives way to a given client, and back', () => {
    const given = Hummer.createHummer({ appid: 1, url });
    const { rerender } = render(tree({ appid: 1, url, uid: null }));
    const own = last();
    rerender(tree({ hummer: given }));
    expect(last()).toBe(given);
    rerender(tree({ appid: 1, url, uid: null }));
    expect([own, given]).not.toContain(last());
  });

  it('says what is wrong with an unusable app', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(() => render(tree({ appid: 1.5, url, uid: null }))).toThrow(/appid must be an integer/);
  });

  it('renders on a server, where there is no page to take the url from', () => {
    expect(renderToString(tree({ appid: 1, uid: 'ana' }))).toBe('');
  });
});
