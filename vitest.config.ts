import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Directories whose tests render: they get jsdom, everything else runs in plain Node. */
const rendered = ['hooks', 'components', 'testing'].map((lane) => `test/${lane}/**/*.test.{ts,tsx}`);
const ownSuites = [
  'test/browser/**',
  'test/e2e/**',
  'test/stories/**',
  'test/conformance/**',
  'test/package/**',
];

export default defineConfig({
  plugins: [react()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', ...ownSuites, ...rendered],
        },
      },
      {
        extends: true,
        test: { name: 'dom', environment: 'jsdom', include: rendered, setupFiles: ['test/setup.dom.ts'] },
      },
      {
        extends: true,
        test: { name: 'conformance', environment: 'node', include: ['test/conformance/**/*.test.{ts,tsx}'] },
      },
    ],
  },
});
