import type { Decorator } from '@storybook/react-vite';
import { useState, type ReactElement, type ReactNode } from 'react';
import { HummerProvider } from '../../src/index.js';
import { zh } from '../../src/locales/zh.js';
import { AskName, LiveServer, uidOfTab, type AskNameProps } from './LiveServer.js';
import { SERVER_URL } from './serverUrl.js';

/** What the toolbar and the address say to a live story. */
export interface LiveContext {
  /** `?name=Ana` is there at once; else the page asks. */
  name: string | undefined;
  /** `?room=demo`. */
  room: string | undefined;
  locale: 'en' | 'zh';
  dir: 'ltr' | 'rtl';
}

export function liveContext(globals: Record<string, unknown>): LiveContext {
  const query = new URLSearchParams(location.search);
  return {
    name: query.get('name') ?? undefined,
    room: query.get('room') ?? undefined,
    locale: globals['locale'] as 'en' | 'zh',
    dir: globals['direction'] as 'ltr' | 'rtl',
  };
}

/** Theme and direction of the toolbar. */
export const withLiveLook: Decorator = (Story, { globals }) => (
  <div
    className="story"
    data-hummer-theme={globals['theme'] as string}
    dir={globals['direction'] as 'ltr' | 'rtl'}
  >
    <Story />
  </div>
);

export interface LiveProps extends Pick<LiveContext, 'name' | 'locale' | 'dir'> {
  /** How a name is asked for. */
  ask: Omit<AskNameProps, 'onName'>;
  /** With a name and a connection; `forget` asks for another name. */
  children: (name: string, forget: () => void) => ReactNode;
}

/** Somebody with a name on the real server, or what to do when there is none. */
export function Live({ name: given, ask, locale, dir, children }: LiveProps): ReactElement {
  const [name, setName] = useState(given);
  const forget = (): void => {
    setName(undefined);
  };
  return (
    <LiveServer>
      {name === undefined ? (
        <AskName {...ask} onName={setName} />
      ) : (
        <HummerProvider
          appid={1}
          url={SERVER_URL}
          uid={uidOfTab()}
          locale={locale}
          dir={dir}
          strings={locale === 'zh' ? zh : undefined}
        >
          {children(name, forget)}
        </HummerProvider>
      )}
    </LiveServer>
  );
}
