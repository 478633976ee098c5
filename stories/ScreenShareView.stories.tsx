import type { Meta, StoryObj } from '@storybook/react-vite';
import { ScreenShareView, type ScreenShareViewProps } from '../src/index.js';
import '../src/styles/ScreenShareView.css';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & ScreenShareViewProps;

const meta: Meta<Args> = {
  title: 'Components/ScreenShareView',
  component: ScreenShareView,
  ...room,
  args: { ...room.args, people: 1, chat: false, screen: true },
  render: (args) => (
    <div style={{ blockSize: 'min(100dvh - 2rem, 40rem)' }}>
      <ScreenShareView {...own(args)} />
    </div>
  ),
};
export default meta;
type Story = StoryObj<Args>;

/** Whole, and as large as fits; the button fills one's own screen with it. */
export const Default: Story = {};

/** Of the others' the one that was shared last, however many there are. */
export const OfTen: Story = { args: { people: 10 } };

/** Shows nothing. */
export const NobodyShares: Story = { args: { screen: false } };

export const RightToLeft: Story = { args: { direction: 'rtl' } };
