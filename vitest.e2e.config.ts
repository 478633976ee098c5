import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Real Chromium (playwright-core), real server, real mediasoup: one file after another, in Node. */
export default defineConfig({
  plugins: [react()],
  test: {
    name: 'e2e',
    environment: 'node',
    include: ['test/e2e/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    pool: 'forks',
  },
});
