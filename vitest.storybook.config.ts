import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { browser } from './vitest.shared.ts';

export default defineConfig({
  plugins: [storybookTest({ configDir: '.storybook' })],
  test: { name: 'stories', browser },
});
