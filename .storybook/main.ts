import type { StorybookConfig } from '@storybook/react-vite';

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.@(ts|tsx)'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  typescript: { reactDocgen: 'react-docgen-typescript' },
  async viteFinal(vite) {
    if (process.env['REACT_COMPILER'] === undefined) return vite;
    const { reactCompiler } = await import('../scripts/reactCompiler.mjs');
    return { ...vite, plugins: [reactCompiler({ include: /\/stories\/.*\.tsx$/ }), ...(vite.plugins ?? [])] };
  },
};

export default config;
