import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { NetworkQualityIndicator, type NetworkQualityIndicatorProps } from '../src/index.js';
import '../src/styles/NetworkQualityIndicator.css';
import { Published } from './support/Published.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & NetworkQualityIndicatorProps;

const meta: Meta<Args> = {
  title: 'Components/NetworkQualityIndicator',
  component: NetworkQualityIndicator,
  ...room,
  args: { ...room.args, people: 1, chat: false },
  render: (args) => <Large {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

function Large(props: NetworkQualityIndicatorProps): ReactElement {
  return (
    <Published>
      <NetworkQualityIndicator style={{ fontSize: '2rem' }} {...props} />
    </Published>
  );
}

/** 0: nothing is known until something was sent or received for a while. */
export const Unknown: Story = {
  args: { people: 0, media: false },
  render: (args) => <NetworkQualityIndicator style={{ fontSize: '2rem' }} {...own(args)} />,
};

/** 1, as in all that follow after four seconds: that is how long it is measured. */
export const Excellent: Story = {};

export const Good: Story = { args: { quality: 2 } };

export const Fair: Story = { args: { quality: 3 } };

export const Poor: Story = { args: { quality: 4 } };

export const Bad: Story = { args: { quality: 5 } };

/** 6: the path is gone. */
export const Down: Story = { args: { quality: 6 } };

/** Of others only what they send can be known. */
export const OfSomebodyElse: Story = { args: { quality: 4, uid: 'ana' } };

export const Dark: Story = { args: { quality: 5, theme: 'dark' } };
