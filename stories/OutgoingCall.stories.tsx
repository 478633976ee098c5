import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import { OutgoingCall, type OutgoingCallProps } from '../src/index.js';
import '../src/styles/OutgoingCall.css';
import { Caller, calls, nameOf, own, type CallArgs } from './support/calls.js';

type Args = CallArgs & OutgoingCallProps;

const meta: Meta<Args> = {
  title: 'Components/OutgoingCall',
  component: OutgoingCall,
  ...calls,
  args: { ...calls.args, scene: 'it rings at theirs', nameOf, ringBack: false },
  render: (args) => (
    <>
      {!args.scene.startsWith('they call,') && <Caller {...args} />}
      <OutgoingCall {...own(args)} />
    </>
  ),
};
export default meta;
type Story = StoryObj<Args>;

/** Some device of theirs rings. Press anywhere to hear it. */
export const Ringing: Story = { args: { ringBack: undefined, volume: 0.5 } };

/** No device of theirs has been reached yet. */
export const Dialling: Story = { args: { scene: 'they are away' } };

export const Connecting: Story = { args: { scene: 'they are called, and come late' } };

/** Only the timer renders as time passes. */
export const Connected: Story = { args: { scene: 'they answer', video: true } };

export const Group: Story = { args: { others: 3 } };

export const LargeGroup: Story = { args: { others: 8 } };

export const GroupConnected: Story = { args: { others: 3, scene: 'they answer' } };

export const LongName: Story = {
  args: {
    nameOf: () =>
      'Prof. Dr. Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh of the Department of Names',
  },
};

export const Declined: Story = { args: { scene: 'they decline' } };

export const Busy: Story = { args: { scene: 'they are on the phone' } };

/** It rang, and nobody came. */
export const NoAnswer: Story = { args: { scene: 'they do not answer' } };

/** It rang nowhere. */
export const Unreachable: Story = { args: { scene: 'they cannot be reached' } };

/** What the user knows goes by itself, after three seconds. */
export const HungUpByThem: Story = { args: { scene: 'they answer, and hang up' } };

export const HungUp: Story = {
  args: { scene: 'they answer' },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await canvas.findByRole('timer', undefined, { timeout: 5000 });
    await userEvent.click(await canvas.findByRole('button', { name: /hang up|挂断/i }));
    await expect(await canvas.findByText(/call ended|通话已结束/i)).toBeVisible();
  },
};

export const Cancelled: Story = {
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await canvas.findByText(/ringing|正在响铃/i);
    await userEvent.click(await canvas.findByRole('button', { name: /hang up|挂断/i }));
    await expect(await canvas.findByText(/call cancelled|已取消/i)).toBeVisible();
  },
};

/** Somebody called and gave up: one can call back. */
export const Missed: Story = { args: { scene: 'they call, and give up' } };

export const Dark: Story = { args: { theme: 'dark', others: 2 } };

export const RightToLeft: Story = { args: { direction: 'rtl', scene: 'they decline' } };

export const Chinese: Story = { args: { locale: 'zh', scene: 'they do not answer' } };

/** Shows nothing. */
export const NoCall: Story = {
  args: { scene: 'nobody calls' },
  render: (args) => <OutgoingCall {...own(args)} />,
};
