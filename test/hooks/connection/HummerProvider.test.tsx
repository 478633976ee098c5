import { act, render } from '@testing-library/react';
import { StrictMode, useEffect, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import { useConnectionState } from '../../../src/hooks/connection/useConnectionState.js';
import { useLocalUid } from '../../../src/hooks/connection/useLocalUid.js';
import { useLogin } from '../../../src/hooks/connection/useLogin.js';
import { HummerError } from '../../../src/protocol/errors.js';
import { scripted, type Scripted } from '../support/scripted.js';

let client: Scripted;
/** Ends the login that is under way. */
let finishLogin: () => void;

beforeEach(() => {
  client = scripted();
  client.answer('login', ({ uid }: { uid: string }) => {
    client.login({ status: 'logging-in', uid, error: null });
    return new Promise<void>((resolve) => {
      finishLogin = () => {
        client.login({ status: 'logged-in' });
        resolve();
      };
    });
  });
  client.answer('logout', () => {
    client.login({ status: 'logged-out', uid: null });
    return Promise.resolve();
  });
});

const session = (): unknown[][] =>
  client.calls.filter(([name]) =>
    ['login', 'logout', 'refreshToken', 'setUserRegion'].includes(String(name)),
  );

interface Props {
  uid?: string | null;
  token?: string;
  region?: 'us' | 'cn';
  hummer?: Scripted['hummer'];
}
const tree = ({ hummer = client.hummer, ...props }: Props): ReactElement => (
  <StrictMode>
    <HummerProvider hummer={hummer} {...props} />
  </StrictMode>
);
const settle = (): Promise<void> => act(() => client.clock.tick(0));

describe('signing in', () => {
  it('logs in once under StrictMode', async () => {
    render(tree({ uid: 'ana', token: 't1', region: 'us' }));
    await settle();
    expect(session()).toEqual([['login', { uid: 'ana', token: 't1', region: 'us' }]]);
  });

  it('opens nothing for a uid that is null', async () => {
    render(tree({ uid: null }));
    await settle();
    expect(session()).toEqual([]);
  });

  it('leaves the session of a given client alone when no uid is named', async () => {
    client.login({ status: 'logged-in', uid: 'ana' });
    render(tree({})).unmount();
    await act(() => client.clock.tick(1_000));
    expect(session()).toEqual([]);
  });

  it('takes over a given client that is signed in as that user', async () => {
    client.login({ status: 'logged-in', uid: 'ana' });
    render(tree({ uid: 'ana', token: 't1', region: 'us' }));
    await settle();
    expect(session()).toEqual([]);
  });

  it('logs out and in for another uid', async () => {
    const { rerender } = render(tree({ uid: 'ana' }));
    finishLogin();
    await settle();
    rerender(tree({ uid: 'bob' }));
    await settle();
    expect(session()).toEqual([['login', { uid: 'ana' }], ['logout'], ['login', { uid: 'bob' }]]);
  });

  it('ends a login that hangs when the uid changes', async () => {
    const { rerender } = render(tree({ uid: 'ana' }));
    await settle();
    rerender(tree({ uid: 'bob' }));
    await settle();
    expect(session()).toEqual([['login', { uid: 'ana' }], ['logout'], ['login', { uid: 'bob' }]]);
  });

  it('skips users that came and went while a logout was under way', async () => {
    let finishLogout = (): void => undefined;
    client.answer('logout', () => {
      return new Promise<void>((resolve) => {
        finishLogout = () => {
          client.login({ status: 'logged-out', uid: null });
          resolve();
        };
      });
    });
    const { rerender } = render(tree({ uid: 'ana' }));
    finishLogin();
    for (const uid of ['bob', 'eve', 'kim']) rerender(tree({ uid }));
    await settle();
    finishLogout();
    await settle();
    expect(session()).toEqual([['login', { uid: 'ana' }], ['logout'], ['login', { uid: 'kim' }]]);
  });

  it('signs out when the uid becomes null', async () => {
    const { rerender } = render(tree({ uid: 'ana' }));
    finishLogin();
    rerender(tree({ uid: null }));
    await settle();
    expect(session()).toEqual([['login', { uid: 'ana' }], ['logout']]);
  });

  it('does not try again by itself after a refusal, nor after a logout by hand', async () => {
    client.answer('login', ({ uid }: { uid: string }) => {
      const error = new HummerError(2002, 'The token is not valid.');
      client.login({ status: 'failed', uid, error });
      return Promise.reject(error);
    });
    const { rerender } = render(tree({ uid: 'ana', token: 't1' }));
    await settle();
    rerender(tree({ uid: 'ana', token: 't2' }));
    await settle();
    client.login({ status: 'logged-out', uid: null });
    rerender(tree({ uid: 'ana', token: 't3', region: 'us' }));
    await settle();
    expect(session()).toHaveLength(1);
  });

  it('tries the same user again after the uid was null', async () => {
    client.answer('login', () => Promise.reject(new HummerError(2002, 'The token is not valid.')));
    const { rerender } = render(tree({ uid: 'ana' }));
    await settle();
    rerender(tree({ uid: null }));
    await settle();
    rerender(tree({ uid: 'ana' }));
    await settle();
    expect(session()).toEqual([
      ['login', { uid: 'ana' }],
      ['login', { uid: 'ana' }],
    ]);
  });
});

describe('while signed in', () => {
  it('hands in a new token without a login', async () => {
    const { rerender } = render(tree({ uid: 'ana', token: 't1' }));
    finishLogin();
    rerender(tree({ uid: 'ana', token: 't2' }));
    rerender(tree({ uid: 'ana', token: 't2' }));
    await settle();
    expect(session().slice(1)).toEqual([['refreshToken', { token: 't2' }]]);
  });

  it('keeps a token that comes during the login until the login is done', async () => {
    const { rerender } = render(tree({ uid: 'ana', token: 't1' }));
    rerender(tree({ uid: 'ana', token: 't2' }));
    await settle();
    expect(session()).toHaveLength(1);
    finishLogin();
    await settle();
    expect(session().slice(1)).toEqual([['refreshToken', { token: 't2' }]]);
  });

  it('tries a refused token once', async () => {
    client.answer('refreshToken', () => Promise.reject(new HummerError(2002, 'The token is not valid.')));
    const { rerender } = render(tree({ uid: 'ana', token: 't1' }));
    finishLogin();
    rerender(tree({ uid: 'ana', token: 't2' }));
    await settle();
    rerender(tree({ uid: 'ana', token: 't2', region: 'us' }));
    await settle();
    expect(session().slice(1)).toEqual([
      ['refreshToken', { token: 't2' }],
      ['setUserRegion', { region: 'us' }],
    ]);
  });
});

describe('the life of the client', () => {
  it('is mounted as often as it is unmounted', () => {
    const { unmount } = render(tree({}));
    expect(client.names().filter((name) => name === 'mount')).toHaveLength(2); // StrictMode
    unmount();
    expect(client.names().filter((name) => name === 'unmount')).toHaveLength(2);
  });

  it('keeps the session through a remount within 200 ms', async () => {
    const { unmount } = render(tree({ uid: 'ana' }));
    finishLogin();
    await settle();
    unmount();
    await act(() => client.clock.tick(199));
    render(tree({ uid: 'ana' }));
    await act(() => client.clock.tick(1_000));
    expect(session()).toEqual([['login', { uid: 'ana' }]]);
  });

  it('signs out 200 ms after the last provider of a client is gone', async () => {
    const first = render(tree({ uid: 'ana' }));
    const second = render(tree({ uid: 'ana' }));
    finishLogin();
    first.unmount();
    await act(() => client.clock.tick(1_000));
    second.unmount();
    await act(() => client.clock.tick(199));
    expect(session()).toHaveLength(1);
    await act(() => client.clock.tick(1));
    expect(session().slice(1)).toEqual([['logout']]);
    expect(client.clock.pending()).toBe(0);
  });

  it('gives the subtree another client, and its state, in the same render', () => {
    const other = scripted();
    other.login({ status: 'logged-in', uid: 'bob' });
    client.login({ status: 'logged-in', uid: 'ana' });
    const seen: (string | null)[] = [];
    function Uid(): null {
      seen.push(useLocalUid());
      return null;
    }
    const { rerender } = render(
      <HummerProvider hummer={client.hummer}>
        <Uid />
      </HummerProvider>,
    );
    rerender(
      <HummerProvider hummer={other.hummer}>
        <Uid />
      </HummerProvider>,
    );
    expect(seen).toEqual(['ana', 'bob']);
  });
});

describe('onError', () => {
  it('hears of a failed login once, with its source, from the latest handler', async () => {
    const error = new HummerError(2002, 'The token is not valid.');
    let refuse = (): void => undefined;
    client.answer(
      'login',
      () =>
        new Promise(
          (_resolve, reject) =>
            (refuse = () => {
              reject(error);
            }),
        ),
    );
    const [first, latest] = [vi.fn(), vi.fn()];
    const { rerender } = render(<HummerProvider hummer={client.hummer} uid="ana" onError={first} />);
    rerender(<HummerProvider hummer={client.hummer} uid="ana" onError={latest} />);
    await settle();
    refuse();
    await settle();
    expect(first).not.toHaveBeenCalled();
    expect(latest.mock.calls).toEqual([[error, { source: 'session.login', target: null }]]);
  });

  it('hears of a failure in the first effect of a child', () => {
    const onError = vi.fn();
    client.answer('logout', () => {
      throw new HummerError(1, 'at once');
    });
    function Child(): null {
      const { logout } = useLogin();
      useEffect(() => {
        try {
          void logout();
        } catch {
          // shown by onError
        }
      }, [logout]);
      return null;
    }
    render(
      <HummerProvider hummer={client.hummer} onError={onError}>
        <Child />
      </HummerProvider>,
    );
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: 'at once' }), {
      source: 'session.logout',
      target: null,
    });
  });

  it('is logged when it throws itself, and the others still hear', async () => {
    client.answer('login', () => Promise.reject(new HummerError(2002, 'no')));
    const other = vi.fn();
    render(
      <HummerProvider
        hummer={client.hummer}
        onError={() => {
          throw new Error('broken handler');
        }}
      >
        <HummerProvider hummer={client.hummer} uid="ana" onError={other} />
      </HummerProvider>,
    );
    await settle();
    expect(other).toHaveBeenCalledTimes(1);
    expect(client.names()).toContain('log.error');
  });
});

describe('rendering', () => {
  function Everything(): ReactElement {
    const { state, reason } = useConnectionState();
    const { status, error } = useLogin();
    return <p>{[state, reason, status, String(useLocalUid()), String(error)].join(' ')}</p>;
  }

  it('names the hook that found no provider', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(() => render(<Everything />)).toThrow(
      /useConnectionState\(\) found no provider.*<HummerProvider>/,
    );
  });

  it('shows the initial state on the server, whatever the client holds, and asks for nothing', () => {
    client.login({ status: 'logged-in', uid: 'ana' });
    const html = renderToString(
      <HummerProvider hummer={client.hummer} uid="ana">
        <Everything />
      </HummerProvider>,
    );
    expect(html).toBe('<p>DISCONNECTED INIT idle null null</p>');
    expect(client.calls).toEqual([]);
  });
});
