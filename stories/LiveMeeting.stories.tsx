import type { Meta, StoryObj } from '@storybook/react-vite';
import { LiveMeeting, type LiveMeetingProps } from './support/LiveMeeting.js';

const meta: Meta<Pick<LiveMeetingProps, 'roomId' | 'name'>> = {
  title: 'Live/Meeting',
  tags: ['!test', '!autodocs'],
  args: { roomId: 'demo' },
  parameters: { layout: 'fullscreen' },
  render({ roomId, name }, { globals }) {
    const { direction, locale, theme } = globals as {
      direction: 'ltr' | 'rtl';
      locale: 'en' | 'zh';
      theme: string;
    };
    const query = new URLSearchParams(location.search);
    return (
      <div className="story" data-hummer-theme={theme} dir={direction}>
        <div className="story-full">
          <LiveMeeting
            roomId={query.get('room') ?? roomId}
            name={query.get('name') ?? name}
            locale={locale}
            dir={direction}
          />
        </div>
      </div>
    );
  },
};
export default meta;

/**
 * A meeting on the server that `npm start` runs. `?name=Ana&room=demo` in this frame's address joins at once.
 */
export const Meeting: StoryObj<typeof meta> = {};
