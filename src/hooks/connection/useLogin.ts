'use client';
import { useMemo } from 'react';
import type { Hummer } from '../../core/hummer.js';
import type { HummerError } from '../../protocol/errors.js';
import type { SessionState } from '../../store/state.js';
import { internalsOf } from '../../core/internals.js';
import { sessionActions } from '../internal/sessionActions.js';
import { useClient } from '../internal/useClient.js';
import { useFailure } from '../internal/useFailure.js';
import { useSession } from '../internal/useSession.js';

/**
 * What {@link useLogin} returns.
 * @public
 */
export interface UseLoginResult {
  readonly status: SessionState['login']['status'];
  /** Who is signed in or signing in. */
  readonly uid: string | null;
  /** Why the last login, or the last of these actions, failed. */
  readonly error: HummerError | null;
  /** Rejects while somebody is signed in. */
  readonly login: (...options: Parameters<Hummer['login']>) => ReturnType<Hummer['login']>;
  readonly logout: (...options: Parameters<Hummer['logout']>) => ReturnType<Hummer['logout']>;
  readonly refreshToken: (
    ...options: Parameters<Hummer['refreshToken']>
  ) => ReturnType<Hummer['refreshToken']>;
}

/**
 * The session, and its actions for apps that sign in by hand. With a `uid` on the provider they are only needed to try
 * again after a failure.
 *
 * @example
 * ```tsx
 * const { status, error, login } = useLogin();
 * if (status === 'failed') return <button onClick={() => login({ uid })}>{error?.message} Try again</button>;
 * ```
 * Source: REACT.md, Provider, scope, hooks; API.md 1.1 has the parameters.
 * @public
 */
export function useLogin(): UseLoginResult {
  const hummer = useClient('useLogin');
  const state = useSession(internalsOf(hummer), (session) => session.login);
  const bound = sessionActions(hummer);
  const failure = useFailure(bound);
  const { login, logout, refreshToken } = bound.actions;
  return useMemo(
    () =>
      Object.freeze({ ...state, error: state.error ?? failure?.error ?? null, login, logout, refreshToken }),
    [state, failure, login, logout, refreshToken],
  );
}
