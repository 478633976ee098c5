import type { Hummer } from '../../core/hummer.js';
import { internalsOf } from '../../core/internals.js';
import { bindActions, type BoundActions } from './boundActions.js';

type Name = 'login' | 'logout' | 'refreshToken' | 'setUserRegion';

export type SessionActions = {
  readonly [Action in Name]: (...options: Parameters<Hummer[Action]>) => ReturnType<Hummer[Action]>;
};

/** The session's actions as `useLogin` shows them; the provider signs in with the same ones. */
export function sessionActions(hummer: Hummer): BoundActions<SessionActions> {
  return bindActions<SessionActions>(internalsOf(hummer), { name: 'session', target: null }, hummer, [
    'login',
    'logout',
    'refreshToken',
    'setUserRegion',
  ]);
}
