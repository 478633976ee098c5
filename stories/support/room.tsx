import type { Decorator } from '@storybook/react-vite';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import type { Hummer } from '../../src/core/index.js';
import { HummerProvider, useHummer } from '../../src/index.js';
import { zh } from '../../src/locales/zh.js';
import { withHummer, type HummerParameters } from '../../src/testing/storybook.js';
import { storyDevices, type StoryPermission } from './devices.js';
import { play, ROOM, type Scene } from './people.js';

/** How a story looks; absent: the toolbar's. */
export interface LookArgs {
  theme: 'light' | 'dark' | undefined;
  direction: 'ltr' | 'rtl' | undefined;
  locale: 'en' | 'zh' | undefined;
}

/** The args that every story of a room has beside its component's own. */
export interface RoomArgs extends Scene, LookArgs {
  permission: StoryPermission;
}

/** Who looks at the story. */
const UID = 'maxi';

const args: RoomArgs = {
  people: 3,
  speaking: false,
  network: 'online',
  media: true,
  chat: true,
  screen: false,
  quality: 1,
  permission: 'granted',
  theme: undefined,
  direction: undefined,
  locale: undefined,
};

const table = { category: 'The room' };
export const lookArgTypes = {
  theme: { control: 'inline-radio', options: [undefined, 'light', 'dark'], table },
  direction: { control: 'inline-radio', options: [undefined, 'ltr', 'rtl'], table },
  locale: { control: 'inline-radio', options: [undefined, 'en', 'zh'], table },
} as const;
const argTypes = {
  people: { control: { type: 'range', min: 0, max: 50 }, table },
  speaking: { control: 'boolean', table },
  network: { control: 'select', options: ['online', 'offline', 'signed in elsewhere'], table },
  media: { control: 'boolean', table },
  chat: { control: 'boolean', table },
  screen: { control: 'boolean', table },
  quality: { control: { type: 'range', min: 1, max: 6 }, table },
  permission: { control: 'select', options: ['granted', 'denied', 'prompt'], table },
  ...lookArgTypes,
} as const;

/** A room of the test backend around the story, with the people of its args; the reader's devices stay alone. */
const withRoom: Decorator<RoomArgs> = (Story, { args, parameters, id }) => {
  const hummer: HummerParameters = {
    uid: UID,
    room: ROOM,
    media: { displayName: 'Maxi Muster' },
    backend: { kickOnRemoteLogin: args.network === 'signed in elsewhere' },
    script: (backend) => play(backend, UID, args),
    ...(parameters['hummer'] as HummerParameters | undefined),
  };
  // Other people are another backend; another look is not.
  const { people, network, media, chat, speaking, screen, quality, permission } = args;
  const key = [id, people, network, media, chat, speaking, screen, quality, permission].join(' ');
  return (
    <Machine key={key} permission={permission}>
      {withHummer(Story, { id: key, parameters: { hummer } })}
    </Machine>
  );
};

function Machine({ permission, children }: { permission: StoryPermission; children: ReactNode }): ReactNode {
  const [undo] = useState(() => storyDevices(permission));
  useEffect(() => undo, [undo]);
  return children;
}

/** Theme, direction and language, of the args or the toolbar. */
export const withLook: Decorator<LookArgs> = (Story, { args, globals }) => (
  <Look
    theme={args.theme ?? (globals['theme'] as 'light' | 'dark')}
    dir={args.direction ?? (globals['direction'] as 'ltr' | 'rtl')}
    locale={args.locale ?? (globals['locale'] as 'en' | 'zh')}
  >
    <Story />
  </Look>
);

interface LookProps {
  theme: 'light' | 'dark';
  dir: 'ltr' | 'rtl';
  locale: 'en' | 'zh';
  children: ReactNode;
}

function Look({ theme, dir, locale, children }: LookProps): ReactElement {
  return (
    <HummerProvider
      hummer={useHummer() as Hummer}
      locale={locale}
      dir={dir}
      strings={locale === 'zh' ? zh : undefined}
    >
      <div className="story" dir={dir} data-hummer-theme={theme}>
        {children}
      </div>
    </HummerProvider>
  );
}

/** What every story file of a room spreads into its meta. */
export const room = { args, argTypes, decorators: [withLook, withRoom] };

/** The args that are the component's. */
export function own<T extends RoomArgs>(all: T): Omit<T, keyof RoomArgs> {
  const names = new Set(Object.keys(args));
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.has(name))) as Omit<
    T,
    keyof RoomArgs
  >;
}
