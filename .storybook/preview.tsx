import type { Preview } from '@storybook/react-vite';
import '../src/styles/styles.css';
import '../stories/support/story.css';

const toolbar = (
  title: string,
  icon: 'mirror' | 'transfer' | 'globe',
  items: { value: string; title: string }[],
) => ({
  description: title,
  toolbar: { title, icon, items, dynamicTitle: true },
});

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    a11y: { test: 'error' },
    layout: 'fullscreen',
    options: { storySort: { order: ['Introduction', 'Live', 'Styling', 'Components'] } },
  },
  globalTypes: {
    theme: toolbar('Theme', 'mirror', [
      { value: 'light', title: 'Light' },
      { value: 'dark', title: 'Dark' },
    ]),
    direction: toolbar('Direction', 'transfer', [
      { value: 'ltr', title: 'Left to right' },
      { value: 'rtl', title: 'Right to left' },
    ]),
    locale: toolbar('Locale', 'globe', [
      { value: 'en', title: 'English' },
      { value: 'zh', title: '中文' },
    ]),
  },
  initialGlobals: { theme: 'light', direction: 'ltr', locale: 'en' },
};

export default preview;
