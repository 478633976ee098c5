import type { Meta, StoryObj } from '@storybook/react-vite';
import { Lesson } from './support/Lesson.js';
import { room, type RoomArgs } from './support/room.js';

const meta: Meta<RoomArgs> = {
  title: 'Introduction/A lesson',
  tags: ['!autodocs'],
  ...room,
  args: { ...room.args, people: 1 },
  render: () => (
    <div className="story-lesson">
      <Lesson />
    </div>
  ),
};
export default meta;

/** The app of the introduction, running on the test backend with one more person in the room. */
export const App: StoryObj<RoomArgs> = {};
