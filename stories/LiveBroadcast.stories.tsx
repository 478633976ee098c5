import type { Meta, StoryObj } from '@storybook/react-vite';
import { Broadcast } from './support/Broadcast.js';
import { Live, liveContext, withLiveLook } from './support/Live.js';

const ASK = {
  title: 'A broadcast',
  button: 'Enter',
  children: 'Open this page in more tabs: everybody watches who is on stage, and may come up.',
};

interface Args {
  roomId: string;
  /** Begins on stage. */
  host: boolean;
}

const meta: Meta<Args> = {
  title: 'Live/Broadcast',
  tags: ['!test', '!autodocs'],
  args: { roomId: 'show', host: false },
  parameters: { layout: 'fullscreen' },
  decorators: [withLiveLook],
  render({ roomId, host }, { globals }) {
    const { room = roomId, name: given, locale, dir } = liveContext(globals);
    return (
      <Live name={given} locale={locale} dir={dir} ask={ASK}>
        {(name) => <Broadcast roomId={room} name={name} host={host} />}
      </Live>
    );
  },
};
export default meta;

/** The audience of a broadcast on the server that `npm start` runs. */
export const Watch: StoryObj<typeof meta> = {};

/** Who begins on stage. */
export const Host: StoryObj<typeof meta> = { args: { host: true } };
