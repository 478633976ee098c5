import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import {
  IncomingCall,
  IncomingCallAccept,
  IncomingCallActions,
  IncomingCallDecline,
  IncomingCallDescription,
  IncomingCallRoot,
  IncomingCallTitle,
  type IncomingCallProps,
} from '../src/index.js';
import '../src/styles/IncomingCall.css';
import { calls, nameOf, own, type CallArgs } from './support/calls.js';

type Args = CallArgs & IncomingCallProps;

const meta: Meta<Args> = {
  title: 'Components/IncomingCall',
  component: IncomingCall,
  ...calls,
  args: { ...calls.args, nameOf, ringtone: false },
  // A modal dialog would take the whole page of docs.
  parameters: { docs: { story: { inline: false, height: '34rem' } } },
  render: (args) => (
    <main>
      <p>
        <label>
          What the user was about to write <input />
        </label>
      </p>
      <IncomingCall {...own(args)} />
    </main>
  ),
};
export default meta;
type Story = StoryObj<Args>;

/** Press anywhere to hear it: browsers keep a page silent until then. */
export const Default: Story = { args: { ringtone: undefined, volume: 0.4 } };

/** The caller offers video: it can be accepted without one's own. */
export const WithVideo: Story = { args: { video: true } };

/** Who else is called. */
export const Group: Story = { args: { others: 3 } };

export const LargeGroupWithVideo: Story = { args: { others: 8, video: true } };

/** Two lines at most. */
export const LongName: Story = {
  args: {
    video: true,
    nameOf: () =>
      'Prof. Dr. Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh of the Department of Names',
  },
};

/** After Escape, or the bell: no sound, no hold on the focus, and the caller still waits. */
export const Silenced: Story = {
  args: { video: true },
  async play({ canvasElement }) {
    const dialog = await within(canvasElement).findByRole('alertdialog');
    await expect(dialog).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect(dialog).toHaveAttribute('data-silenced', 'true');
    await expect(dialog).toBeVisible();
  },
};

/** In the corner from the start, for apps that are not to be interrupted; announced instead of focused. */
export const Modeless: Story = { args: { modal: false } };

export const Dark: Story = { args: { theme: 'dark', video: true } };

export const RightToLeft: Story = { args: { direction: 'rtl', video: true } };

export const Chinese: Story = { args: { locale: 'zh', video: true } };

/** The caller gives up after a second: nothing is left. */
export const GivenUp: Story = { args: { scene: 'they call, and give up' } };

/** Shows nothing. */
export const NobodyCalls: Story = { args: { scene: 'nobody calls' } };

/** Parts in another order, without sound, title and notification. */
export const OwnParts: Story = {
  render: ({ nameOf, modal }) => (
    <IncomingCallRoot {...{ nameOf, modal }}>
      <IncomingCallDescription />
      <IncomingCallTitle />
      <IncomingCallActions>
        <IncomingCallAccept>Take it</IncomingCallAccept>
        <IncomingCallDecline>Not now</IncomingCallDecline>
      </IncomingCallActions>
    </IncomingCallRoot>
  ),
};
