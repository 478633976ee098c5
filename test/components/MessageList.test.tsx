import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MessageList } from '../../src/components/MessageList/MessageList.js';
import { MessageInput } from '../../src/components/MessageInput/MessageInput.js';
import { HummerErrorCode } from '../../src/protocol/codes.js';
import { createTestBackend } from '../../src/testing/index.js';
import { countRenders } from '../../src/testing/countRenders.js';
import { MessageListItem } from '../../src/components/MessageList/MessageListItem.js';
import { inRoom, joins, ROOM } from './support/stage.js';

const log = (): HTMLElement => screen.getByRole('log', { name: 'Messages' });
const rowOf = (text: string): HTMLElement =>
  within(log()).getByText(text).closest<HTMLElement>('.hummer-MessageList__item')!;

/** jsdom lays nothing out: the log is 100 high and its rows are 1000. */
function layOut(element: HTMLElement): { scrolled: () => number } {
  let top = 0;
  Object.defineProperties(element, {
    scrollHeight: { get: () => 1000, configurable: true },
    clientHeight: { get: () => 100, configurable: true },
    scrollTop: {
      get: () => top,
      set: (value: number) => {
        top = Math.max(0, Math.min(value, 900));
      },
      configurable: true,
    },
  });
  return { scrolled: () => top };
}

describe('MessageList', () => {
  it('is a log with the author, the time and the text of each message', async () => {
    const { backend } = await inRoom(<MessageList />);
    const ana = await joins(backend, 'ana', { displayName: 'Ana Silva' });
    await ana.send(ROOM, 'Hello');
    await backend.settle();
    expect(rowOf('Hello')).toHaveTextContent(/^Ana Silva\d\d?:\d\d [AP]MHello$/);
  });

  it('names an author once while they go on', async () => {
    const { backend } = await inRoom(<MessageList />);
    const ana = await joins(backend, 'ana');
    await ana.send(ROOM, 'one');
    await ana.send(ROOM, 'two');
    await backend.settle();
    expect(rowOf('one')).not.toHaveAttribute('data-continued');
    expect(rowOf('two')).toHaveAttribute('data-continued', 'true');
    expect(rowOf('two')).toHaveTextContent(/^two$/);
  });

  it('shows texts inside objects, and says what anything else is', async () => {
    const { backend } = await inRoom(<MessageList />);
    const ana = await joins(backend, 'ana');
    await ana.send(ROOM, { text: 'inside' });
    await ana.send(ROOM, { x: 1 }, { type: 'stroke' });
    await backend.settle();
    expect(log()).toHaveTextContent('inside');
    expect(log()).toHaveTextContent('A message of type “stroke”');
  });

  it('offers to send a failed message again, and keeps the focus in the log', async () => {
    const { backend, user } = await inRoom(
      <>
        <MessageList />
        <MessageInput />
      </>,
    );
    backend.faults.goOffline();
    await user.type(screen.getByRole('textbox'), 'Hello{Enter}');
    await backend.clock.tick(61_000);
    backend.faults.goOnline();
    await backend.clock.tick(60_000);
    expect(rowOf('Hello')).toHaveAttribute('data-status', 'failed');
    expect(rowOf('Hello')).toHaveTextContent('Not sent.');
    await user.click(screen.getByRole('button', { name: 'Send again' }));
    await backend.clock.tick(1000);
    expect(rowOf('Hello')).toHaveAttribute('data-status', 'sent');
    expect(log()).toHaveFocus();
  });

  it('discards a failed message', async () => {
    const { backend, user } = await inRoom(
      <>
        <MessageList />
        <MessageInput />
      </>,
    );
    backend.faults.failNext('room:publish', HummerErrorCode.NO_PERMISSION, 'You may not write here.');
    await user.type(screen.getByRole('textbox'), 'Hello{Enter}');
    await backend.clock.tick(60_000);
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    await backend.settle();
    expect(log()).not.toHaveTextContent('Hello');
    expect(log()).toHaveFocus();
  });

  it('says how many messages are missing after a gap', async () => {
    const { backend } = await inRoom(<MessageList />);
    const ana = await joins(backend, 'ana');
    await ana.send(ROOM, 'before');
    await backend.settle();
    backend.faults.disconnect('me');
    await ana.send(ROOM, 'missed');
    await ana.send(ROOM, 'missed too');
    await backend.server.loseHistory(ROOM);
    await backend.clock.tick(10_000);
    expect(log()).toHaveTextContent('2 messages are missing here.');
  });

  it('follows the newest row for whoever is at the end', async () => {
    const { backend } = await inRoom(<MessageList />);
    const { scrolled } = layOut(log());
    const ana = await joins(backend, 'ana');
    await ana.send(ROOM, 'Hello');
    await backend.settle();
    expect(scrolled()).toBe(900);
  });

  it('leaves a reader where they are, and a button leads to what is new', async () => {
    const { backend, user } = await inRoom(<MessageList />);
    const ana = await joins(backend, 'ana');
    await ana.send(ROOM, 'first');
    await backend.settle();
    const { scrolled } = layOut(log());
    log().scrollTop = 300;
    fireEvent.scroll(log());
    await ana.send(ROOM, 'new');
    await backend.settle();
    expect(scrolled()).toBe(300);
    await user.click(screen.getByRole('button', { name: 'New messages' }));
    expect(scrolled()).toBe(900);
    expect(screen.queryByRole('button', { name: 'New messages' })).toBeNull();
    expect(log()).toHaveFocus();
  });

  it('mounts the newest hundred rows, and earlier ones on request', async () => {
    const plenty = { burst: 1000, perSecond: 1000 };
    const backend = createTestBackend({ limits: { requests: plenty } });
    await inRoom(<MessageList />, { backend });
    const rows = within(log());
    const ana = await joins(backend, 'ana');
    const lines = Array.from({ length: 120 }, (_, index) => `Line ${index + 1}`);
    await Promise.all(lines.map((line) => ana.send(ROOM, line)));
    await backend.settle();
    expect(rows.queryByText('Line 20')).toBeNull();
    expect(rows.getByText('Line 21')).toBeInTheDocument();
    fireEvent.click(rows.getByText('Show earlier messages'));
    expect(rows.getByText('Line 1')).toBeInTheDocument();
  });

  it('renders no other row for a new message', async () => {
    const Row = countRenders(MessageListItem);
    const { backend } = await inRoom(<MessageList>{(item) => <Row item={item} />}</MessageList>);
    const ana = await joins(backend, 'ana');
    await ana.send(ROOM, 'one');
    await ana.send(ROOM, 'two');
    await backend.settle();
    Row.reset();
    await ana.send(ROOM, 'three');
    await backend.settle();
    expect(log()).toHaveTextContent('three');
    expect(Row.renders).toBe(1);
  });
});
