// Which Chromium the tests use, and how they start it. No dependencies: setup reads it before there is a node_modules.
import { existsSync } from 'node:fs';
import process from 'node:process';

/** The browser of CHROMIUM_PATH or of the system; nothing when only playwright's own is left to try. */
export const executablePath =
  process.env.CHROMIUM_PATH ||
  ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'].find((path) =>
    existsSync(path),
  );

/** Quiet, with a fake camera and microphone that need no prompt, and media over loopback. */
export const launchOptions = {
  ...(executablePath !== undefined && { executablePath }),
  args: [
    '--no-sandbox',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    '--allow-loopback-in-peer-connection',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};
