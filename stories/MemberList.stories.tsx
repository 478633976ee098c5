import type { Meta, StoryObj } from '@storybook/react-vite';
import { MemberList, MemberListItem, MemberListName, type MemberListProps } from '../src/index.js';
import { ROOM } from './support/people.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & MemberListProps;

const meta: Meta<Args> = {
  title: 'Components/MemberList',
  component: MemberList,
  ...room,
  args: { ...room.args, people: 5, chat: false },
  render: (args) => <MemberList {...own(args)} style={{ maxInlineSize: '20rem', maxBlockSize: '20rem' }} />,
};
export default meta;
type Story = StoryObj<Args>;

/** Oneself first; who is muted shows it. */
export const Default: Story = {};

export const Speaking: Story = { args: { speaking: true } };

/** Alone. */
export const Alone: Story = { args: { people: 0 } };

/** Two thousand members: only those in view are mounted. */
export const Crowd: Story = {
  args: { people: 0 },
  parameters: {
    hummer: {
      script: (backend: { server: { addMembers(room: string, uids: string[]): Promise<void> } }) =>
        backend.server.addMembers(
          ROOM,
          Array.from({ length: 2000 }, (_, index) => `user-${index + 1}`),
        ),
    },
  },
};

/** A function child makes the rows: of our parts, or of your own. */
export const OwnRows: Story = {
  args: {
    children: (uid, index) => (
      <MemberListItem uid={uid} index={index}>
        <MemberListName />
        <button type="button">Call</button>
      </MemberListItem>
    ),
  },
};
