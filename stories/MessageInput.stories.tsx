import type { Meta, StoryObj } from '@storybook/react-vite';
import { MessageInput, type MessageInputProps } from '../src/index.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & MessageInputProps;

const meta: Meta<Args> = {
  title: 'Components/MessageInput',
  component: MessageInput,
  ...room,
  args: { ...room.args, people: 0 },
  render: (args) => <MessageInput {...own(args)} style={{ maxInlineSize: '24rem' }} />,
};
export default meta;
type Story = StoryObj<Args>;

/** Enter sends, Shift+Enter makes a line; an Enter that ends a word of an input method does neither. */
export const Default: Story = {};

/** Not in the room yet: it can be reached and says why nothing can be written. */
export const NotJoined: Story = { args: { roomId: null } };

/** Held by the app. */
export const Controlled: Story = { args: { value: 'A draft that the app keeps' } };
