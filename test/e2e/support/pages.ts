import { chromium, firefox, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { launchOptions } from '../../../scripts/chromium.mjs';
import { launchOptions as firefoxOptions } from '../../../scripts/firefox.mjs';
import { installProbe } from './probe.js';
import type { VirtualScreen } from './virtualScreen.js';

/** Address of an app of `test/e2e/apps` with its options in the query. */
export function addressOf(app: string, options: Readonly<Record<string, string | number | boolean>>): string {
  const query = new URLSearchParams(Object.entries(options).map(([key, value]) => [key, String(value)]));
  return `${inject('apps')}/${app}?${query.toString()}`;
}

/** How a test's browser starts; a flag that is given twice counts as it is given last. */
export interface BrowserOptions {
  permission?: 'granted' | 'denied';
  flags?: readonly string[];
}

/** Chromium with fake devices. `permission: 'denied'` answers every request for a camera with a refusal. */
export function launchBrowser({ permission = 'granted', flags = [] }: BrowserOptions = {}): Promise<Browser> {
  const args = launchOptions.args.map((flag) =>
    permission === 'denied' && flag === '--use-fake-ui-for-media-stream' ? `${flag}=deny` : flag,
  );
  return chromium.launch({ ...launchOptions, args: [...args, ...flags] });
}

/** How a Firefox starts. Here it is preferences, and not the context, that answer for the user. */
export interface FirefoxOptions {
  permission?: 'granted' | 'denied';
  /** Where it shows itself. Default: nowhere. */
  screen?: VirtualScreen;
}

/** Firefox with fake devices. */
export function launchFirefox({ permission = 'granted', screen }: FirefoxOptions = {}): Promise<Browser> {
  const { firefoxUserPrefs, ...options } = firefoxOptions;
  const BLOCK = 2;
  const refusal = {
    'media.navigator.permission.disabled': false,
    'permissions.default.camera': BLOCK,
    'permissions.default.microphone': BLOCK,
  };
  return firefox.launch({
    ...options,
    ...(screen && { headless: false, env: { ...environment(), ...screen.env } }),
    firefoxUserPrefs: {
      ...firefoxUserPrefs,
      ...(permission === 'denied' && refusal),
    },
  });
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

/** Runs on a tab before it loads anything; a promise is waited for. */
export type Prepare = (page: Page) => unknown;

/** A tab with the probe in it, in a context of its own: another person on another machine. */
export async function openTab(
  browser: Browser,
  address: string,
  {
    permissions = ['camera', 'microphone'],
    prepare = () => undefined,
  }: { permissions?: string[]; prepare?: Prepare } = {},
): Promise<Page> {
  const answersItself = browser.browserType().name() === 'firefox';
  const context: BrowserContext = await browser.newContext({ permissions: answersItself ? [] : permissions });
  await context.addInitScript(installProbe);
  const page = await context.newPage();
  await prepare(page);
  await page.goto(address);
  return page;
}
