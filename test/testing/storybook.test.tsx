import { render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { useRoomMembers } from '../../src/hooks/rooms/useRoomMembers.js';
import type { TestBackend } from '../../src/testing/backend/TestBackend.js';
import { withHummer, type HummerParameters } from '../../src/testing/storybook.js';

function Members() {
  return <p>{useRoomMembers('demo').join(' ')}</p>;
}

/** As Storybook calls a decorator. */
function story(id: string, hummer: HummerParameters) {
  return withHummer(Members, { id, parameters: { hummer } });
}

describe('withHummer', () => {
  it('gives a story a signed-in user in a room, and the others of its script', async () => {
    render(story('a', { uid: 'ann', room: 'demo', script: (backend) => backend.peer('bob').join('demo') }));
    expect(await screen.findByText('ann bob')).toBeInTheDocument();
  });

  it('runs the script once in StrictMode, on a backend that stays', async () => {
    const script = vi.fn((backend: TestBackend) => backend.peer('bob').join('demo'));
    render(<StrictMode>{story('a', { uid: 'ann', room: 'demo', script })}</StrictMode>);
    expect(await screen.findByText(/bob/)).toBeInTheDocument();
    expect(script).toHaveBeenCalledTimes(1);
  });

  it('gives the next story a fresh backend and ends the one before', async () => {
    const backends: TestBackend[] = [];
    const script = (backend: TestBackend): void => {
      backends.push(backend);
    };
    const { rerender, unmount } = render(story('a', { uid: 'ann', room: 'demo', script }));
    expect(await screen.findByText('ann')).toBeInTheDocument();
    rerender(story('b', { uid: 'eve', room: 'demo', script }));
    expect(await screen.findByText('eve')).toBeInTheDocument();
    const [first, second] = backends;
    expect(second).not.toBe(first);
    const late = first?.connect({ uid: 'late' });
    await first?.settle();
    expect(late?.connection.state).not.toBe('CONNECTED');
    unmount();
  });
});
