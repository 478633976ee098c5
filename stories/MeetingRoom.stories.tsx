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

/** Somebody shares a screen: it is large, and the others are in a strip. The button in the bar goes back to the grid. */
export const SharedScreen: Story = { args: { people: 5, screen: true, chat: false } };

/** The same among fifty: of the strip only what is seen is received. */
export const SharedScreenOfFifty: Story = { args: { people: 49, screen: true, chat: false } };

/** More than fit: pages. */
export const Crowded: Story = { args: { people: 49 } };

/** Camera and microphone are refused: the room works, and says what to do. */
export const PermissionDenied: Story = { args: { permission: 'denied' } };

/** The marks beside the names say whose network is weak. */
export const WeakNetwork: Story = { args: { quality: 5 } };

export const Offline: Story = { args: { network: 'offline' } };

/** Who speaks is large, by the button in the bar. */
export const SpeakerView: Story = {
  args: { people: 5, speaking: true, chat: false },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    const button = await canvas.findByRole('button', { name: /speaker view|演讲者视图/i });
    await userEvent.click(button);
    await expect(button).toHaveAttribute('aria-pressed', 'true');
  },
};

/** After a press on the red button: why it is over, and the way back in. */
export const Left: Story = {
  args: { people: 1 },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: /leave|离开/i }));
    await expect(await canvas.findByRole('heading', { name: /you left|你已离开/i })).toHaveFocus();
  },
};
