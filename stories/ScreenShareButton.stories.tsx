import type { Meta, StoryObj } from '@storybook/react-vite';
import { ScreenShareButton, type ScreenShareButtonProps } from '../src/index.js';
import '../src/styles/ScreenShareButton.css';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & ScreenShareButtonProps;

const meta: Meta<Args> = {
  title: 'Components/ScreenShareButton',
  component: ScreenShareButton,
  ...room,
  args: { ...room.args, people: 0 },
  render: (args) => <ScreenShareButton {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

/** The devices of these stories have no screen: it is disabled, as in a browser that cannot share. */
export const CannotShare: Story = {};

/** Held by the app: what it shows is `pressed`. */
export const Sharing: Story = { args: { pressed: true } };
