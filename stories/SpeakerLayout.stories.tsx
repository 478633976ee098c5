import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { SpeakerLayout, useLocalStream, type SpeakerLayoutProps } from '../src/index.js';
import '../src/styles/SpeakerLayout.css';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & SpeakerLayoutProps;

const meta: Meta<Args> = {
  title: 'Components/SpeakerLayout',
  component: SpeakerLayout,
  ...room,
  args: { ...room.args, people: 5, chat: false, speaking: true },
  render: (args) => <Layout {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

function Layout(props: SpeakerLayoutProps): ReactElement {
  useLocalStream({ audio: true, video: true });
  return (
    <div style={{ blockSize: 'min(100dvh - 2rem, 40rem)' }}>
      <SpeakerLayout {...props} />
    </div>
  );
}

/** Large is who speaks, or spoke last. */
export const Default: Story = {};

export const Alone: Story = { args: { people: 0 } };

export const Two: Story = { args: { people: 1 } };

/** A shared screen goes before who speaks. */
export const SharedScreen: Story = { args: { screen: true } };

/** The strip scrolls; what is not seen is not received. */
export const Fifty: Story = { args: { people: 50 } };

export const RightToLeft: Story = { args: { direction: 'rtl' } };
