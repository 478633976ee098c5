import type { Meta, StoryObj } from '@storybook/react-vite';
import { liveContext, withLiveLook } from './support/Live.js';
import { LiveMeeting, type LiveMeetingProps } from './support/LiveMeeting.js';

const meta: Meta<Pick<LiveMeetingProps, 'roomId'>> = {
  title: 'Live/Meeting',
  tags: ['!test', '!autodocs'],
  args: { roomId: 'demo' },
  parameters: { layout: 'fullscreen' },
  decorators: [withLiveLook],
  render({ roomId }, { globals }) {
    const { room = roomId, ...live } = liveContext(globals);
    return <LiveMeeting {...live} roomId={room} />;
  },
};
export default meta;

/**
 * A meeting on the server that `npm start` runs. `?name=Ana&room=demo` in this frame's address joins at once.
 */
export const Meeting: StoryObj<typeof meta> = {};
