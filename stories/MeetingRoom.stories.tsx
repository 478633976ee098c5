import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import { MeetingRoom, type MeetingRoomProps } from '../src/index.js';
import { ROOM } from './support/people.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & MeetingRoomProps;

const meta: Meta<Args> = {
  title: 'Components/MeetingRoom',
  component: MeetingRoom,
  ...room,
  args: { ...room.args, roomId: ROOM, displayName: 'Maxi Muster' },
  parameters: { layout: 'fullscreen', hummer: { room: undefined } },
  render: (args) => (
    <div className="story-full">
      <MeetingRoom {...own(args)} />
    </div>
  ),
};
export default meta;
type Story = StoryObj<Args>;

export const Default: Story = { args: { speaking: true } };

export const Alone: Story = { args: { people: 0 } };

export const TenPeople: Story = { args: { people: 9, speaking: true } };

/** More than fit: the stage scrolls. */
export const Crowded: Story = { args: { people: 49 } };

/** Camera and microphone are refused: the room works, and says what to do. */
export const PermissionDenied: Story = { args: { permission: 'denied' } };

export const Offline: Story = { args: { network: 'offline' } };

/** After a press on the red button: why it is over, and the way back in. */
export const Left: Story = {
  args: { people: 1 },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: /leave|离开/i }));
    await expect(await canvas.findByRole('heading', { name: /you left|你已离开/i })).toHaveFocus();
  },
};
