import type { Meta, StoryObj } from '@storybook/react-vite';
import { AudioRenderer, type AudioRendererProps } from '../src/index.js';
import { room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & AudioRendererProps;

const meta: Meta<Args> = {
  title: 'Components/AudioRenderer',
  component: AudioRenderer,
  ...room,
  args: { ...room.args, people: 1, chat: false },
  render: () => (
    <>
      <AudioRenderer />
      <p>
        Somebody hums, very quietly. There is nothing to see: AudioRenderer plays the others, on the chosen
        speaker.
      </p>
    </>
  ),
};
export default meta;

export const Default: StoryObj<Args> = {};
