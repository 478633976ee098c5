import { existsSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';

const candidates = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
const executablePath = process.env['CHROMIUM_PATH'] ?? candidates.find((path) => existsSync(path));

/** Launch options that give a quiet Chromium with fake devices; the end-to-end suite uses them too. */
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

/** The `browser` block of a vitest project that runs in headless Chromium. */
export const browser = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions, contextOptions: { permissions: ['camera', 'microphone'] } }),
  instances: [{ browser: 'chromium' as const }],
};
