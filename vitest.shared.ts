import { playwright } from '@vitest/browser-playwright';
import { launchOptions } from './scripts/chromium.mjs';

export { launchOptions };

/** The `browser` block of a vitest project that runs in headless Chromium. */
export const browser = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions, contextOptions: { permissions: ['camera', 'microphone'] } }),
  instances: [{ browser: 'chromium' as const }],
};
