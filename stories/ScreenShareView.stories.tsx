import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { ScreenShareView, useRemoteStreams, useRoomScope, type ScreenShareViewProps } from '../src/index.js';
import '../src/styles/ScreenShareView.css';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & ScreenShareViewProps;

const meta: Meta<Args> = {
  title: 'Components/ScreenShareView',
  component: ScreenShareView,
  ...room,
  args: { ...room.args, people: 1, chat: false },
  render: (args) => <View {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

/** The fake people of a story share no screens: their camera stands in for one. */
function View(props: ScreenShareViewProps): ReactElement {
  const [stream] = useRemoteStreams(useRoomScope());
  return (
    <div style={{ blockSize: 'min(100dvh - 2rem, 40rem)' }}>
      <ScreenShareView {...props} stream={stream ?? null} />
    </div>
  );
}

export const Default: Story = {};

/** Shows nothing. */
export const NobodyShares: Story = { render: (args) => <ScreenShareView {...own(args)} /> };
