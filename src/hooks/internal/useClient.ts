'use client';
import { createContext, useContext } from 'react';
import type { Hummer } from '../../core/hummer.js';
import { internalsOf, type HummerInternals } from '../../core/internals.js';
import * as HummerErrorCode from '../../protocol/codes.js';
import { HummerError } from '../../protocol/errors.js';

/** The client of the nearest provider. */
export const ClientContext = createContext<Hummer | null>(null);

/** The client; `hook` is named in the error of a tree without a provider. */
export function useClient(hook: string): Hummer {
  const client = useContext(ClientContext);
  if (client) return client;
  throw new HummerError(
    HummerErrorCode.INVALID_PARAMETER,
    `${hook}() found no provider. Put <HummerProvider> around the components that use it.`,
    { context: { type: 'missing', needs: 'HummerProvider' }, action: 'fix-input' },
  );
}

/** What hooks need of the client. */
export function useInternals(hook: string): HummerInternals {
  return internalsOf(useClient(hook));
}
