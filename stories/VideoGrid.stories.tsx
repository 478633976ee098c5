import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { useLocalStream, VideoGrid, type VideoGridProps } from '../src/index.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & VideoGridProps;

const meta: Meta<Args> = {
  title: 'Components/VideoGrid',
  component: VideoGrid,
  ...room,
  args: { ...room.args, people: 8, chat: false },
  render: (args) => <Grid {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

function Grid(props: VideoGridProps): ReactElement {
  useLocalStream({ audio: true, video: true });
  return (
    <div style={{ blockSize: 'min(100dvh - 2rem, 40rem)' }}>
      <VideoGrid {...props} />
    </div>
  );
}

/** Nine tiles, as large as fit. */
export const Default: Story = { args: { speaking: true } };

export const Alone: Story = { args: { people: 0 } };

export const Two: Story = { args: { people: 1 } };

/** More than fit: the others are on pages of their own, and are not received meanwhile. */
export const Fifty: Story = { args: { people: 50 } };

/** A screen is a tile of its own. */
export const WithScreen: Story = { args: { people: 3, screen: true } };

/** At most so many on a page. */
export const FourPerPage: Story = { args: { perPage: 4 } };

/** Nobody publishes. */
export const WithoutMedia: Story = { args: { media: false } };
