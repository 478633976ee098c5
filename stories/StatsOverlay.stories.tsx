import type { Meta, StoryObj } from '@storybook/react-vite';
import { StatsOverlay, type StatsOverlayProps } from '../src/index.js';
import '../src/styles/StatsOverlay.css';
import { Published } from './support/Published.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & StatsOverlayProps;

const meta: Meta<Args> = {
  title: 'Components/StatsOverlay',
  component: StatsOverlay,
  ...room,
  args: { ...room.args, people: 2, chat: false },
  render: (args) => (
    <Published>
      <StatsOverlay {...own(args)} />
    </Published>
  ),
};
export default meta;
type Story = StoryObj<Args>;

/** Rows come with the first report, a second after the media. One's own camera has none while nobody looks at it. */
export const Default: Story = {};

/** Losses and delays of a network that hardly carries anything. */
export const BadNetwork: Story = { args: { quality: 5 } };

export const WithScreen: Story = { args: { screen: true } };

/** It scrolls, also by the keyboard. */
export const Fifty: Story = { args: { people: 50, style: { maxBlockSize: '24rem' } } };

export const RightToLeft: Story = { args: { direction: 'rtl' } };
