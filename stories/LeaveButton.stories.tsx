import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { LeaveButton, useRoom, useRoomScope, type LeaveButtonProps } from '../src/index.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & LeaveButtonProps;

const meta: Meta<Args> = {
  title: 'Components/LeaveButton',
  component: LeaveButton,
  ...room,
  args: { ...room.args, people: 0 },
  render: (args) => <WithStatus {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

function WithStatus(props: LeaveButtonProps): ReactElement {
  const { status } = useRoom(useRoomScope());
  return (
    <>
      <LeaveButton {...props} /> <output>{status}</output>
    </>
  );
}

/** Leaves the room and its media; `onLeave` is called at once. */
export const Default: Story = {};

/** Words, in the place of picture and hidden words. */
export const WithWords: Story = { args: { children: 'Leave the lesson' } };

/** Your own element takes over everything: class, handlers, ref. */
export const Rendered: Story = {
  args: { children: 'Leave', render: <a href="#left" style={{ textDecoration: 'none' }} /> },
};
