import react from '@vitejs/plugin-react';
import { configDefaults, defineConfig } from 'vitest/config';
import { rendered, oneProcess } from './test/lanes.ts';

/**
 * What renders once more on React 18.2. ES modules get it by alias; what is CommonJS and asks for `react`
 * with `require` is served by the first setup file.
 */
export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^react(\/.*)?$/, replacement: 'react-18$1' },
      { find: /^react-dom(\/.*)?$/, replacement: 'react-dom-18$1' },
    ],
  },
  test: {
    ...oneProcess,
    name: 'react18',
    environment: 'jsdom',
    include: rendered('tsx'), // what is in a `.ts` has no React
    exclude: [...configDefaults.exclude, '**/*.react19.test.tsx'], // what only React 19 has
    setupFiles: ['test/setup.react18.ts', ...oneProcess.setupFiles, 'test/setup.dom.ts'],
    server: { deps: { inline: ['zustand', '@testing-library/react'] } },
  },
});
