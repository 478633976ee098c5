import type { Meta, StoryObj } from '@storybook/react-vite';
import { liveContext, withLiveLook } from './support/Live.js';
import { LiveCall } from './support/LiveCall.js';

const meta: Meta = {
  title: 'Live/Call',
  tags: ['!test', '!autodocs'],
  parameters: { layout: 'fullscreen' },
  decorators: [withLiveLook],
  render(_args, { globals }) {
    const { name, locale, dir } = liveContext(globals);
    return <LiveCall name={name} locale={locale} dir={dir} />;
  },
};
export default meta;

/**
 * Calls on the server that `npm start` runs, between tabs of this page. `?name=Ana` in this frame's address switches the
 * phone on at once.
 */
export const Call: StoryObj<typeof meta> = {};
