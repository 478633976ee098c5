import react from '@vitejs/plugin-react';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * The rendering suites once more on React 18.2. ES modules get it by alias; what is CommonJS and asks for `react`
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
    name: 'react18',
    environment: 'jsdom',
    include: ['hooks', 'components', 'testing'].map((lane) => `test/${lane}/**/*.test.{ts,tsx}`),
    exclude: [...configDefaults.exclude, '**/*.react19.test.tsx'], // what only React 19 has
    setupFiles: ['test/setup.react18.ts', 'test/setup.dom.ts'],
    server: { deps: { inline: ['zustand', '@testing-library/react'] } },
  },
});
