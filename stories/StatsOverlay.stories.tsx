import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import {
  StatsOverlay,
  useLocalStream,
  usePublish,
  useRoomScope,
  type StatsOverlayProps,
} from '../src/index.js';
import '../src/styles/StatsOverlay.css';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & StatsOverlayProps;

const meta: Meta<Args> = {
  title: 'Components/StatsOverlay',
  component: StatsOverlay,
  ...room,
  args: { ...room.args, people: 2, chat: false },
  render: (args) => <Published {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

function Published(props: StatsOverlayProps): ReactElement {
  const { streamKey } = useLocalStream({ audio: true, video: true });
  usePublish(useRoomScope(), streamKey);
  return <StatsOverlay {...props} />;
}

/** Rows come with the first report; the fake network of a story has few numbers. */
export const Default: Story = {};
