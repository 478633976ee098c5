import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { ControlBar, useLocalStream, type ControlBarProps } from '../src/index.js';
import '../src/styles/ControlBar.css';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & ControlBarProps;

const meta: Meta<Args> = {
  title: 'Components/ControlBar',
  component: ControlBar,
  ...room,
  args: { ...room.args, people: 1, chat: false },
  render: (args) => <Bound {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

function Bound(props: ControlBarProps): ReactElement {
  useLocalStream({ audio: true, video: true });
  return (
    // At the lower end, as in a meeting: the menus open upwards.
    <div style={{ display: 'grid', alignItems: 'end', minBlockSize: '20rem' }}>
      <ControlBar {...props} />
    </div>
  );
}

export const Default: Story = {};

export const PermissionDenied: Story = { args: { permission: 'denied' } };
