import { Activity, type ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HummerRoom } from '../../../src/hooks/compose/HummerRoom.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';
import { renderWithHummer } from '../../../src/testing/react.js';

// React 18 has no <Activity>: its suite leaves out files of this name.
let backend: TestBackend;
beforeEach(() => {
  backend = createTestBackend();
});
afterEach(() => backend.close());

describe('a hidden Activity', () => {
  it('gives the room back like an unmount, and takes it again when it is shown', async () => {
    const tree = (mode: 'visible' | 'hidden'): ReactElement => (
      <Activity mode={mode}>
        <HummerRoom roomId="demo" />
      </Activity>
    );
    const last = (): string | undefined => backend.server.log().at(-1)?.event;
    const { rerender } = renderWithHummer(tree('visible'), { backend });
    await backend.settle();
    expect(last()).toBe('room:join');
    rerender(tree('hidden'));
    await backend.clock.tick(199);
    expect(last()).toBe('room:join');
    await backend.clock.tick(1);
    expect(last()).toBe('room:leave');
    rerender(tree('visible'));
    await backend.settle();
    expect(last()).toBe('room:join');
  });
});
