import { fireEvent, screen, within } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { MessageInput } from '../../src/components/MessageInput/MessageInput.js';
import { MessageList } from '../../src/components/MessageList/MessageList.js';
import { inRoom, ROOM } from './support/stage.js';

const field = (): HTMLElement => screen.getByRole('textbox', { name: 'Write a message' });
const send = (): HTMLElement => screen.getByRole('button', { name: 'Send' });

const talk = (
  <>
    <MessageList />
    <MessageInput />
  </>
);

describe('MessageInput', () => {
  it('sends with Enter, empties itself and keeps the focus', async () => {
    const { user, backend } = await inRoom(talk);
    await user.type(field(), 'Hello{Enter}');
    await backend.settle();
    expect(within(screen.getByRole('log')).getByText('Hello')).toBeVisible();
    expect(field()).toHaveValue('');
    expect(field()).toHaveFocus();
  });

  it('makes a line with Shift+Enter', async () => {
    const { user } = await inRoom(talk);
    await user.type(field(), 'one{Shift>}{Enter}{/Shift}two');
    expect(field()).toHaveValue('one\ntwo');
  });

  it('leaves the Enter of an input method to the input method', async () => {
    const { user } = await inRoom(talk);
    await user.type(field(), 'にほんご');
    fireEvent.keyDown(field(), { key: 'Enter', isComposing: true });
    fireEvent.keyDown(field(), { key: 'Enter', keyCode: 229 });
    expect(field()).toHaveValue('にほんご');
  });

  it('sends nothing but blanks', async () => {
    const { user, backend } = await inRoom(talk);
    await user.type(field(), '   {Enter}');
    await user.click(send());
    await backend.settle();
    expect(send()).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('log')).toHaveTextContent('No messages yet');
  });

  it('can be reached and says why, while the room is not joined', async () => {
    const { user } = await inRoom(<MessageInput roomId={null} />);
    await user.tab();
    expect(field()).toHaveFocus();
    expect(field()).toHaveAccessibleDescription('You can write when you are in the room.');
    await user.type(field(), 'Hello');
    expect(field()).toHaveValue('');
  });

  it('stays usable while the link is down: what is written waits', async () => {
    const { user, backend } = await inRoom(talk);
    backend.faults.goOffline();
    await backend.clock.tick(2000);
    await user.type(field(), 'In the tunnel{Enter}');
    expect(screen.getByText('In the tunnel').closest('[data-status]')).toHaveAttribute(
      'data-status',
      'sending',
    );
    backend.faults.goOnline();
    await backend.clock.tick(30_000);
    expect(screen.getByText('In the tunnel').closest('[data-status]')).toHaveAttribute('data-status', 'sent');
  });

  it('tells a user who holds the text, and shows what that user gives', async () => {
    const changes = vi.fn();
    function Held(): ReactElement {
      const [value, setValue] = useState('draft');
      return (
        <MessageInput
          value={value}
          onValueChange={(next) => {
            changes(next);
            setValue(next.toUpperCase());
          }}
        />
      );
    }
    const { user } = await inRoom(<Held />);
    await user.type(field(), 's');
    expect(changes).toHaveBeenLastCalledWith('drafts');
    expect(field()).toHaveValue('DRAFTS');
  });

  it("lets a user's onSubmit take over", async () => {
    const { user, backend } = await inRoom(
      <>
        <MessageList />
        <MessageInput
          onSubmit={(event) => {
            event.preventDefault();
          }}
        />
      </>,
    );
    await user.type(field(), 'Not to the room{Enter}');
    await backend.settle();
    expect(backend.server.log().some(({ event }) => event === 'room:publish')).toBe(false);
    expect(screen.getByRole('log')).toHaveTextContent('No messages yet');
  });
});

it(`sends to the room that is named, outside of a scope`, async () => {
  const { user, backend } = await inRoom(
    <>
      <MessageList roomId={ROOM} />
      <MessageInput roomId={ROOM} />
    </>,
  );
  await user.type(field(), 'Hello{Enter}');
  await backend.settle();
  expect(screen.getByText('Hello')).toBeVisible();
});
