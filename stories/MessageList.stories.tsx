import type { Meta, StoryObj } from '@storybook/react-vite';
import { MessageInput, MessageList, type MessageListProps } from '../src/index.js';
import type { TestBackend } from '../src/testing/index.js';
import { ROOM } from './support/people.js';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & MessageListProps;

const meta: Meta<Args> = {
  title: 'Components/MessageList',
  component: MessageList,
  ...room,
  args: { ...room.args, media: false },
  render: (args) => (
    <div
      style={{
        display: 'grid',
        gridTemplateRows: '1fr auto',
        gap: 8,
        blockSize: '24rem',
        maxInlineSize: '22rem',
      }}
    >
      <MessageList {...own(args)} />
      <MessageInput />
    </div>
  ),
};
export default meta;
type Story = StoryObj<Args>;

export const Default: Story = {};

export const Empty: Story = { args: { chat: false } };

/** It stays at the end only for whoever is there: scroll up, and a button leads back. */
export const LiveTalk: Story = {
  parameters: {
    hummer: {
      async script(backend: TestBackend) {
        const ana = backend.peer('ana');
        await ana.join(ROOM, { extra: { displayName: 'Ana Silva' } });
        for (let line = 1; line <= 200; line++) {
          await ana.send(ROOM, `Line ${line}`);
          if (line > 40) await new Promise((next) => setTimeout(next, 2000));
        }
      },
    },
  },
};

/** The server no longer holds what was missed: the log says how much is not there. */
export const Gap: Story = {
  parameters: {
    hummer: {
      async script(backend: TestBackend) {
        const ana = backend.peer('ana');
        await ana.join(ROOM, { extra: { displayName: 'Ana Silva' } });
        await ana.send(ROOM, 'Before the tunnel');
        await new Promise((next) => setTimeout(next, 500));
        backend.faults.disconnect('maxi');
        await ana.send(ROOM, 'You miss this');
        await ana.send(ROOM, 'and this');
        await backend.server.loseHistory(ROOM);
        await new Promise((next) => setTimeout(next, 3000));
        await ana.send(ROOM, 'After the tunnel');
      },
    },
  },
};
