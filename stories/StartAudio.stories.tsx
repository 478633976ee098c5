import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { AudioRenderer, StartAudio, useAutoplay, type StartAudioProps } from '../src/index.js';
import { room, type RoomArgs } from './support/room.js';

type Args = RoomArgs & StartAudioProps;

const meta: Meta<Args> = {
  title: 'Components/StartAudio',
  component: StartAudio,
  ...room,
  args: { ...room.args, people: 1, chat: false },
  render: () => <Sound />,
};
export default meta;
type Story = StoryObj<Args>;

function Sound(): ReactElement {
  const { blocked } = useAutoplay();
  return (
    <>
      <AudioRenderer />
      <StartAudio />
      {!blocked && <p>This browser plays sound without being asked, so there is no button.</p>}
    </>
  );
}

/** There only while the browser waits for a gesture before it plays sound. */
export const Default: Story = {};

/** A browser that waits. */
export const Blocked: Story = {
  beforeEach() {
    const { prototype } = HTMLMediaElement;
    const play = Reflect.get<HTMLMediaElement, 'play'>(prototype, 'play');
    prototype.play = function refuse(this: HTMLMediaElement) {
      if (this.muted) return play.call(this);
      return Promise.reject(new DOMException('A gesture is needed first.', 'NotAllowedError'));
    };
    return () => {
      prototype.play = play;
    };
  },
};
