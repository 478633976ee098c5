import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Real sockets, and no browser whose pictures are to move in time: another step may run beside these. */
const storms = ['reliability', 'fuzz'].map((name) => `test/e2e/${name}.test.ts`);

/** Real Chromium (playwright-core), real server, real mediasoup: one file after another, in Node. */
export default defineConfig({
  plugins: [react()],
  test: {
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    pool: 'forks',
    isolate: false, // each file ends what it began, and the server's modules are loaded once
    projects: [
      { extends: true, test: { name: 'storms', include: storms } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.{ts,tsx}'],
          exclude: storms,
          globalSetup: ['test/e2e/support/globalSetup.ts'],
        },
      },
    ],
  },
});
