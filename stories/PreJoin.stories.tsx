import type { Meta, StoryObj } from '@storybook/react-vite';
import { fn } from 'storybook/test';
import { PreJoin, type PreJoinProps } from '../src/index.js';
import '../src/styles/PreJoin.css';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & PreJoinProps;

const meta: Meta<Args> = {
  title: 'Components/PreJoin',
  component: PreJoin,
  ...room,
  args: { ...room.args, people: 0, onJoin: fn(), remembers: false, defaultName: 'Maxi Muster' },
  render: (args) => <PreJoin {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

/** The bar is as long as one is loud. */
export const Default: Story = {};

/** One can join all the same. */
export const PermissionDenied: Story = { args: { permission: 'denied' } };

/** The browser is asking. */
export const Prompt: Story = { args: { permission: 'prompt' } };

export const Dark: Story = { args: { theme: 'dark' } };

export const RightToLeft: Story = { args: { direction: 'rtl' } };
