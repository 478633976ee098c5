import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { browser } from './vitest.shared.ts';

export default defineConfig({
  plugins: [react()],
  optimizeDeps: {
    include: [
      'react',
      'react-dom',
      'react-dom/client',
      'react/jsx-dev-runtime',
      'react/jsx-runtime',
      '@testing-library/react',
      'zustand',
      'zustand/vanilla',
      'mediasoup-client',
      'socket.io-client',
      'valibot',
    ],
  },
  test: {
    name: 'browser',
    setupFiles: ['test/setup.dom.ts'],
    include: ['test/browser/**/*.test.{ts,tsx}'],
    browser,
  },
});
