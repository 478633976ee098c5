import type { Meta, StoryObj } from '@storybook/react-vite';
import { DeviceSelector, type DeviceSelectorProps } from '../src/index.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & DeviceSelectorProps;

const meta: Meta<Args> = {
  title: 'Components/DeviceSelector',
  component: DeviceSelector,
  ...room,
  args: { ...room.args, people: 0, kind: 'camera' },
  argTypes: {
    ...room.argTypes,
    kind: { control: 'inline-radio', options: ['camera', 'microphone', 'speaker'] },
  },
  render: (args) => <DeviceSelector {...own(args)} style={{ maxInlineSize: '20rem' }} />,
};
export default meta;
type Story = StoryObj<Args>;

/** The choice is the client's: all captures that name no device follow it, and it is remembered. */
export const Camera: Story = {};

export const Microphone: Story = { args: { kind: 'microphone' } };

export const Speaker: Story = { args: { kind: 'speaker' } };

/** Before access is given browsers hide the names; listing never asks, the button does. */
export const NotAskedYet: Story = { args: { permission: 'prompt' } };

/** Why, and what to do about it. */
export const PermissionDenied: Story = { args: { permission: 'denied' } };
