import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import { DeviceMenu, type DeviceMenuProps } from '../src/index.js';
import '../src/styles/DeviceMenu.css';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & DeviceMenuProps;

const meta: Meta<Args> = {
  title: 'Components/DeviceMenu',
  component: DeviceMenu,
  ...room,
  args: { ...room.args, people: 0, kind: ['microphone', 'speaker'], side: 'below' },
  render: (args) => (
    <div style={{ display: 'grid', placeItems: 'start center', minBlockSize: '18rem' }}>
      <DeviceMenu {...own(args)} />
    </div>
  ),
};
export default meta;
type Story = StoryObj<Args>;

/** Arrow keys, Home, End and first letters move in it; Escape closes it. */
export const Default: Story = {};

export const Open: Story = {
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button'));
    await expect(await canvas.findByRole('menuitemradio', { name: 'Headset', checked: false })).toBeVisible();
  },
  args: { kind: 'microphone' },
};

export const PermissionDenied: Story = {
  args: { kind: 'camera', permission: 'denied' },
  async play({ canvasElement }) {
    await userEvent.click(within(canvasElement).getByRole('button'));
  },
};
