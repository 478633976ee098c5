import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { CameraButton, useLocalStream, type CameraButtonProps } from '../src/index.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & CameraButtonProps;

const meta: Meta<Args> = {
  title: 'Components/CameraButton',
  component: CameraButton,
  ...room,
  args: { ...room.args, people: 0 },
  render: (args) => <Bound {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

function Bound(props: CameraButtonProps): ReactElement {
  useLocalStream({ video: true });
  return <CameraButton {...props} />;
}

/** Press it: the label stays, `aria-pressed` and `data-turn offd` change. */
export const Default: Story = {};

/** Held by the app: what it shows is `pressed`. */
export const Controlled: Story = { args: { pressed: true } };

/** Nothing is captured: there is nothing to turn off. */
export const WithoutStream: Story = { args: { stream: null } };

/** Words, in the place of picture and hidden words. */
export const WithWords: Story = { args: { children: 'Camera off' } };

/** Pressing tries once more. */
export const PermissionDenied: Story = { args: { permission: 'denied' } };
