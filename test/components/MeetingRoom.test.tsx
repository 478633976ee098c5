import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { MeetingRoom } from '../../src/components/MeetingRoom/MeetingRoom.js';
import { fakeBrowser } from '../../src/testing/media/fakeBrowser.js';
import { renderWithHummer } from '../../src/testing/react.js';

it('joins', async () => {
  const browser = fakeBrowser();
  const { backend, container } = renderWithHummer(<MeetingRoom roomId="demo" displayName="Ana" />, {
    uid: 'ana',
  });
  await backend.settle();
  await backend.peer('bob').join('demo');
  await backend.peer('bob').publish('demo');
  await backend.settle();
  console.log(container.innerHTML);
  expect(screen.getByRole('region')).toBeInTheDocument();
  browser();
});
