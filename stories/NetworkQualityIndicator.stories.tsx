import type { Meta, StoryObj } from '@storybook/react-vite';
import { NetworkQualityIndicator, type NetworkQualityIndicatorProps } from '../src/index.js';
import '../src/styles/NetworkQualityIndicator.css';
import { own, room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & NetworkQualityIndicatorProps;

const meta: Meta<Args> = {
  title: 'Components/NetworkQualityIndicator',
  component: NetworkQualityIndicator,
  ...room,
  args: { ...room.args, people: 1, chat: false, style: { fontSize: '2rem' } },
  render: (args) => <NetworkQualityIndicator {...own(args)} />,
};
export default meta;
type Story = StoryObj<Args>;

/** Nothing is known until something is sent or received for a while; the fake network of a story tells nothing. */
export const Unknown: Story = {};

/** Every grade, as the stylesheet shows it. */
export const Grades: Story = {
  render: () => (
    <p style={{ display: 'flex', gap: '1rem', fontSize: '2rem' }}>
      {GRADES.map(([quality, bars]) => (
        <span
          key={quality}
          role="img"
          aria-label={`Grade ${quality}`}
          className="hummer-NetworkQualityIndicator"
          data-quality={quality}
        >
          {[1, 2, 3, 4].map((place) => (
            <span
              key={place}
              className="hummer-NetworkQualityIndicator__bar"
              data-filled={place <= bars || undefined}
            />
          ))}
        </span>
      ))}
    </p>
  ),
};

const GRADES = [
  [1, 4],
  [2, 3],
  [3, 2],
  [4, 1],
  [5, 1],
  [6, 0],
] as const;
