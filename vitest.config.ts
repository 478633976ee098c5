import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { rendered, oneProcess } from './test/lanes.ts';

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
    ...oneProcess,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', ...ownSuites, ...rendered('{ts,tsx}')],
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: rendered('{ts,tsx}'),
          setupFiles: ['test/setup.dom.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'conformance', environment: 'node', include: ['test/conformance/**/*.test.{ts,tsx}'] },
      },
    ],
  },
});
