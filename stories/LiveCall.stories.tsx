import type { Meta, StoryObj } from '@storybook/react-vite';
import { LiveCall, type LiveCallProps } from './support/LiveCall.js';

const meta: Meta<Pick<LiveCallProps, 'name'>> = {
  title: 'Live/Call',
  tags: ['!test', '!autodocs'],
  parameters: { layout: 'fullscreen' },
  render({ name }, { globals }) {
    const { direction, locale, theme } = globals as {
      direction: 'ltr' | 'rtl';
      locale: 'en' | 'zh';
      theme: string;
    };
    const query = new URLSearchParams(location.search);
    return (
      <div className="story" data-hummer-theme={theme} dir={direction}>
        <LiveCall name={query.get('name') ?? name} locale={locale} dir={direction} />
      </div>
    );
  },
};
export default meta;

/**
 * Calls on the server that `npm start` runs, between tabs of this page. `?name=Ana` in this frame's address switches the
 * phone on at once.
 */
export const Call: StoryObj<typeof meta> = {};
