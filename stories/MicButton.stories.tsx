import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { MicButton, useLocalStream, type MicButtonProps } from '../src/index.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & MicButtonProps;

const meta: Meta<Args> = {
  title: 'Components/MicButton',
  component: MicButton,
  ...room,
  args: { ...room.args, people: 0 },
  render: (args) => <Bound {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

function Bound(props: MicButtonProps): ReactElement {
  useLocalStream({ audio: true });
  return <MicButton {...props} />;
}

/** Press it: the label stays, `aria-pressed` and `data-muted` change. */
export const Default: Story = {};

/** Held by the app: what it shows is `pressed`. */
export const Controlled: Story = { args: { pressed: true } };

/** Nothing is captured: there is nothing to mute. */
export const WithoutStream: Story = { args: { stream: null } };

/** Words, in the place of picture and hidden words. */
export const WithWords: Story = { args: { children: 'Mute' } };

/** Pressing tries once more. */
export const PermissionDenied: Story = { args: { permission: 'denied' } };
