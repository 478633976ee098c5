import type { Meta, StoryObj } from '@storybook/react-vite';
import type { CSSProperties, ReactElement } from 'react';
import {
  useLocalStream,
  useRemoteStreams,
  useRoomScope,
  VideoTile,
  type VideoTileProps,
} from '../src/index.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & VideoTileProps;

const meta: Meta<Args> = {
  title: 'Components/VideoTile',
  component: VideoTile,
  ...room,
  args: { ...room.args, people: 1, chat: false, stream: null },
  render: (args) => <Remote {...rest(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

/** The stream is the story's. */
function rest(args: Args): Omit<VideoTileProps, 'stream'> {
  const { stream: _stream, ...props } = own(args);
  return props;
}

function Remote(props: Omit<VideoTileProps, 'stream'>): ReactElement {
  const [stream] = useRemoteStreams(useRoomScope(), { placeholders: true });
  return <VideoTile {...props} stream={stream ?? null} style={{ inlineSize: 'min(100%, 32rem)' }} />;
}

function Local(props: Omit<VideoTileProps, 'stream'>): ReactElement {
  const { streamKey } = useLocalStream({ audio: true, video: true });
  return <VideoTile {...props} stream={streamKey} style={{ inlineSize: 'min(100%, 32rem)' }} />;
}

/** Somebody's camera. */
export const Default: Story = {};

/** The ring follows the voice: `data-speaking`, and `--hummer-audio-level` from 0 to 1. */
export const Speaking: Story = { args: { speaking: true } };

/** Nobody publishes: a face made of the name. */
export const WithoutMedia: Story = { args: { media: false } };

/** One's own picture is mirrored. */
export const Mine: Story = { render: (args) => <Local {...rest(args)} /> };

/** The browser refuses the camera: the tile says so, and nothing breaks. */
export const PermissionDenied: Story = { ...Mine, args: { permission: 'denied' } };

/** Other words in the place of the sender's. */
export const Named: Story = {
  args: { name: 'The speaker of the day, with a name that does not fit into its line' },
};

/** Another shape is one variable. */
export const Square: Story = {
  render: (args) => (
    <div style={{ inlineSize: '14rem', '--hummer-tile-aspect': '1' } as CSSProperties}>
      <Remote {...rest(args)} />
    </div>
  ),
};
