'use client';
import { useEffect, useInsertionEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { Hummer } from '../../core/hummer.js';
import { internalsOf } from '../../core/internals.js';
import type { Region } from '../../protocol/regions.js';
import type { HummerStrings } from '../context/strings.js';
import { WordsContext, type Words } from '../context/useWords.js';
import { warnFixedProp } from '../internal/dev.js';
import { errorHubOf, type ErrorHandler } from '../internal/errorHub.js';
import { signInOf } from '../internal/signIn.js';
import { ClientContext } from '../internal/useClient.js';
import { useDevtools } from '../internal/useDevtools.js';
import { useLatest } from '../internal/useLatest.js';
import { useStable } from '../internal/useStable.js';

interface SharedProps {
  children?: ReactNode;
  /** Single texts, or a whole table of `hummer-react/locales/*`. */
  strings?: Partial<HummerStrings> | undefined;
  /** BCP 47, for plural forms, numbers and times. Default: `en`, the language of the built-in table. */
  locale?: string | undefined;
  dir?: 'ltr' | 'rtl' | undefined;
  /** Every failure of an action, a login, a join or a capture, each once. */
  onError?: ErrorHandler | undefined;
  /** A new token is handed in while signed in; it never signs in anew. Ignored beside `tokenProvider`. */
  token?: string | undefined;
  /** The user's business region; a change is told to the server. */
  region?: Region | undefined;
  /**
   * Shows what the client knows and what comes over the wire in the browser's Redux DevTools. Loads nothing while it is not true.
   * Default false.
   */
  devtools?: boolean | undefined;
}

type HummerOptions = Parameters<typeof Hummer.createHummer>[0];

/** Props of a provider that makes its own client. */
interface OwnClientProps extends SharedProps {
  /** The app; another one is another client. */
  appid: number;
  /** Of a hummer-server; default: the page's origin. Another one is another client. */
  url?: string | undefined;
  /** Who is signed in; null is nobody. */
  uid: string | null;
  /** Asked for a token at login and whenever one runs out; the latest function is used. */
  tokenProvider?: HummerOptions['tokenProvider'] | undefined;
  /** Signs for media rooms in place of the login (seed 002, chapter 4); the latest function is used. */
  signatureProvider?: HummerOptions['signatureProvider'] | undefined;
  logLevel?: HummerOptions['logLevel'] | undefined;
  hummer?: never;
}

/** Props of a provider that is given a client. */
interface GivenClientProps extends SharedProps {
  /** A client of `Hummer.createHummer`; another one resets the subtree's state. */
  hummer: Hummer;
  /** Absent: signing in and out stays with the app. */
  uid?: string | null | undefined;
  appid?: never;
  url?: never;
  tokenProvider?: never;
  signatureProvider?: never;
  logLevel?: never;
}

/**
 * Either `appid` and `uid`, or `hummer`.
 * @public
 */
export type HummerProviderProps = OwnClientProps | GivenClientProps;

/**
 * Gives a client to the components below, and signs `uid` in while mounted.
 *
 * A change of `appid`, `url` or `hummer` is another client; of `uid` a logout and a login; of `token` a refresh. The
 * session ends 200 ms after the last provider of a client is gone, so that a remount keeps it.
 *
 * @example
 * ```tsx
 * <HummerProvider appid={1} uid={user?.id ?? null} onError={(error, { source }) => toast(`${source}: ${error.message}`)}>
 *   <HummerRoom roomId="demo"><Lesson /></HummerRoom>
 * </HummerProvider>
 * ```
 * Source: REACT.md, Provider, scope, hooks.
 * @public
 */
export function HummerProvider(props: HummerProviderProps): ReactElement {
  const hummer = useOwnOrGiven(props);
  const internals = internalsOf(hummer);
  const { uid, token, region, tokenProvider, onError, strings, locale, dir, children } = props;

  const reports = useLatest(onError);
  useInsertionEffect(
    () => errorHubOf(internals).subscribe((error, from) => reports.current?.(error, from)),
    [internals, reports],
  );

  useEffect(() => internals.mount(), [internals]);
  useDevtools(hummer, internals, props.devtools);

  const declares = uid !== undefined;
  const ownToken = tokenProvider ? undefined : token;
  useEffect(() => (declares ? signInOf(hummer).hold() : undefined), [hummer, declares]);
  useEffect(() => {
    if (uid !== undefined) signInOf(hummer).declare({ uid, token: ownToken, region });
  }, [hummer, uid, ownToken, region]);

  const texts = useStable(strings);
  const words = useMemo<Words>(() => Object.freeze({ strings: texts, locale, dir }), [texts, locale, dir]);
  return (
    <ClientContext.Provider value={hummer}>
      <WordsContext.Provider value={words}>{children}</WordsContext.Provider>
    </ClientContext.Provider>
  );
}

/** The given client, or one of its own that lives as long as what it was made for stays the same. */
function useOwnOrGiven(props: HummerProviderProps): Hummer {
  const { appid, url, region, logLevel, tokenProvider, signatureProvider, hummer } = props;
  const latest = useLatest(tokenProvider);
  const latestSigner = useLatest(signatureProvider);
  const make = (): Hummer =>
    hummer ??
    Hummer.createHummer({
      appid,
      ...(url === undefined ? {} : { url }),
      ...(region === undefined ? {} : { region }),
      ...(logLevel === undefined ? {} : { logLevel }),
      ...(tokenProvider && { tokenProvider: (why) => (latest.current ?? tokenProvider)(why) }),
      ...(signatureProvider && {
        signatureProvider: (request) => (latestSigner.current ?? signatureProvider)(request),
      }),
    });
  const id = hummer ?? `${appid} ${url ?? ''}`;
  const provides = tokenProvider !== undefined;
  const [held, hold] = useState(() => ({ id, provides, client: make() }));
  if (held.id !== id) {
    const next = { id, provides, client: make() };
    hold(next);
    return next.client;
  }
  if (!hummer && held.provides !== provides) warnFixedProp(held.client, 'tokenProvider');
  return held.client;
}
