import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useConnectionState, useRoom, useRoomAttributes, useRoomMembers } from '../../src/index.js';
import { createTestBackend, type TestBackend } from '../../src/testing/index.js';
import { renderWithHummer } from '../../src/testing/react.js';

function Classroom() {
  const { status, error, continuity } = useRoom('class');
  const { state } = useConnectionState();
  const { attributes, addOrUpdate } = useRoomAttributes('class');
  return (
    <main>
      <p role="status">{`${state} ${status} ${continuity}`}</p>
      <h1>{attributes['title'] ?? 'No title'}</h1>
      <button onClick={() => void addOrUpdate({ title: 'Maths' })}>Name it</button>
      <ul>
        {useRoomMembers('class').map((uid) => (
          <li key={uid}>{uid}</li>
        ))}
      </ul>
      {error && <p role="alert">{error.message}</p>}
    </main>
  );
}

let backend: TestBackend;
beforeEach(() => {
  backend = createTestBackend();
});
afterEach(() => backend.close());

const render = (uid = 'ann') => renderWithHummer(<Classroom />, { backend, uid, strict: true });
const names = () => screen.queryAllByRole('listitem').map((item) => item.textContent);

it('shows who joins', async () => {
  render();
  await backend.settle();
  await backend.peer('bob').join('class');
  await backend.settle();
  expect(names()).toEqual(['ann', 'bob']);
});

it('shows a lost network and comes back by itself', async () => {
  render();
  await backend.settle();
  backend.faults.goOffline();
  await backend.settle();
  expect(screen.getByRole('status')).toHaveTextContent('RECONNECTING reconnecting ok');
  backend.faults.goOnline();
  await backend.settle();
  expect(screen.getByRole('status')).toHaveTextContent('CONNECTED joined ok');
});

it('keeps a member through a short drop, and lets it go after the grace', async () => {
  render();
  await backend.settle();
  await backend.peer('bob').join('class');
  backend.peer('bob').drop();
  await backend.clock.tick(19_000);
  expect(names()).toEqual(['ann', 'bob']);
  await backend.clock.tick(2_000);
  expect(names()).toEqual(['ann']);
});

it('says that something was missed when the server forgot it', async () => {
  render();
  await backend.settle();
  await backend.server.restart();
  await backend.clock.tick(5_000);
  expect(screen.getByRole('status')).toHaveTextContent('CONNECTED joined gap');
});

it('takes back a title that the server refuses', async () => {
  render();
  await backend.settle();
  backend.faults.delay(100);
  backend.faults.failNext('room:writeAttributes', 3000);
  await userEvent.click(screen.getByRole('button', { name: 'Name it' }));
  expect(screen.getByRole('heading')).toHaveTextContent('Maths');
  await backend.clock.tick(200);
  expect(screen.getByRole('heading')).toHaveTextContent('No title');
});

it('waits for a new token when the old one is over', async () => {
  const { hummer } = render();
  await backend.settle();
  backend.server.expireToken('ann');
  await backend.clock.tick(60_000);
  expect(screen.getByRole('status')).toHaveTextContent('RECONNECTING');
  await hummer.refreshToken({ token: 'a new one' });
  await backend.settle();
  expect(screen.getByRole('status')).toHaveTextContent('CONNECTED joined');
});

it('is one member in two tabs', async () => {
  render('ann');
  const second = render('ann');
  await backend.settle();
  expect(await backend.server.rooms()).toMatchObject([{ roomId: 'class', members: ['ann'] }]);
  second.unmount();
  await backend.clock.tick(1_000);
  expect(await backend.server.rooms()).toMatchObject([{ roomId: 'class', members: ['ann'] }]);
});
