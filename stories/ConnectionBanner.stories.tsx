import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConnectionBanner, type ConnectionBannerProps } from '../src/index.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & ConnectionBannerProps;

const meta: Meta<Args> = {
  title: 'Components/ConnectionBanner',
  component: ConnectionBanner,
  ...room,
  args: { ...room.args, people: 0, delay: 1500 },
  render: (args) => <ConnectionBanner {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

/** Everything is well: an empty place that readers listen to. */
export const Connected: Story = {};

/** Said only when the link stays down for `delay`: blips show nothing. */
export const Reconnecting: Story = { args: { network: 'offline' } };

/** There will be no more attempts; said at once. */
export const SignedInElsewhere: Story = { args: { network: 'signed in elsewhere' } };
