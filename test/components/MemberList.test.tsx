import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MemberList } from '../../src/components/MemberList/MemberList.js';
import { MemberListItem } from '../../src/components/MemberList/MemberListItem.js';
import { MemberListName } from '../../src/components/MemberList/MemberListName.js';
import { createTestBackend } from '../../src/testing/index.js';
import { countRenders } from '../../src/testing/countRenders.js';
import { inRoom, joins, ROOM } from './support/stage.js';

const list = (): HTMLElement => screen.getByRole('list', { name: 'People' });
const names = (): (string | null)[] =>
  [...list().querySelectorAll('.hummer-MemberList__name')].map(({ textContent }) => textContent);

describe('MemberList', () => {
  it('lists oneself first, and everybody by the name of their join', async () => {
    const { backend } = await inRoom(<MemberList />, { uid: 'zoe' });
    await joins(backend, 'ana', { displayName: 'Ana Silva' });
    await joins(backend, 'bob');
    expect(names()).toEqual(['zoe (you)', 'Ana Silva', 'bob']);
  });

  it('shows who is muted, for readers too', async () => {
    const { backend } = await inRoom(<MemberList />, { media: {} });
    const ana = await joins(backend, 'ana', { publishes: true });
    const row = within(list()).getByText('ana').closest('li')!;
    expect(row).not.toHaveAttribute('data-muted');
    await ana.mute('audio');
    await backend.settle();
    expect(row).toHaveAttribute('data-muted', 'true');
    expect(within(row).getByRole('img', { name: 'Microphone muted' })).toBeInTheDocument();
  });

  it('says nothing of microphones in a room without media', async () => {
    const { backend } = await inRoom(<MemberList />);
    await joins(backend, 'ana');
    expect(within(list()).queryByRole('img')).toBeNull();
  });

  it('drops whoever leaves', async () => {
    const { backend } = await inRoom(<MemberList />);
    const ana = await joins(backend, 'ana');
    await ana.leave(ROOM);
    await backend.settle();
    expect(names()).toEqual(['me (you)']);
  });

  it('mounts only what can be seen of two thousand members, and counts all for readers', async () => {
    const backend = createTestBackend();
    await backend.server.addMembers(
      ROOM,
      Array.from({ length: 2000 }, (_, index) => `user-${index}`),
    );
    await inRoom(<MemberList />, { backend });
    const rows = within(list()).getAllByRole('listitem');
    expect(rows.length).toBeLessThan(100);
    expect(rows[0]).toHaveAttribute('aria-setsize', '2001');
    expect(rows[1]).toHaveAttribute('aria-posinset', '2');
  });

  it('takes a function that makes the rows', async () => {
    await inRoom(
      <MemberList>
        {(uid, index) => (
          <MemberListItem uid={uid} index={index}>
            <MemberListName className={({ local }) => (local ? 'me' : undefined)} />
          </MemberListItem>
        )}
      </MemberList>,
    );
    expect(screen.getByText('me (you)').parentElement).toHaveClass('hummer-MemberList__name', 'me');
    expect(list().querySelector('.hummer-Avatar')).toBeNull();
  });

  it('renders one row for what one member does', async () => {
    const Row = countRenders(MemberListItem);
    const { backend } = await inRoom(<MemberList>{(uid) => <Row uid={uid} />}</MemberList>, { media: {} });
    const ana = await joins(backend, 'ana', { publishes: true });
    await joins(backend, 'bob', { publishes: true });
    Row.reset();
    await ana.mute('audio');
    await backend.settle();
    expect(Row.renders).toBe(1);
  });
});
