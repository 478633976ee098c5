import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState, type ReactElement } from 'react';
import { CallTimer, type CallTimerProps } from '../src/index.js';
import '../src/styles/CallTimer.css';
import { Caller, calls, own, type CallArgs } from './support/calls.js';

type Args = CallArgs & CallTimerProps;

const meta: Meta<Args> = {
  title: 'Components/CallTimer',
  component: CallTimer,
  ...calls,
  args: { ...calls.args, scene: 'they answer' },
  render: (args) => (
    <>
      <Caller {...args} />
      <CallTimer {...own(args)} />
    </>
  ),
};
export default meta;
type Story = StoryObj<Args>;

/** Of the client's call. */
export const Default: Story = {};

/** Of anything that the app measures: this began an hour ago. */
export const AnHour: Story = { render: (args) => <Since {...own(args)} ms={3_598_000} /> };

function Since({ ms, ...props }: CallTimerProps & { ms: number }): ReactElement {
  const [since] = useState(() => Date.now() - ms);
  return <CallTimer {...props} since={since} />;
}

/** It stands still once the end is known. */
export const Over: Story = { args: { since: 0, until: 754_000 } };
