import { StrictMode, type ReactElement } from 'react';
import { act, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hummer } from '../../../src/core/hummer.js';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import { useRoom } from '../../../src/hooks/rooms/useRoom.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';

function Room(): ReactElement {
  return <p>{useRoom('demo').status}</p>;
}

describe('prop: devtools', () => {
  let backend: TestBackend;
  let hummer: Hummer;
  const view = { init: vi.fn(), send: vi.fn() };
  const connect = vi.fn(() => view);
  const show = (devtools: boolean): ReactElement => (
    <StrictMode>
      <HummerProvider hummer={hummer} uid="me" devtools={devtools}>
        <Room />
      </HummerProvider>
    </StrictMode>
  );
  /** The module is loaded, and a moment is over. */
  const look = async (): Promise<void> => {
    await act(() => vi.dynamicImportSettled());
    await act(() => backend.clock.tick(100));
  };

  beforeEach(() => {
    vi.clearAllMocks();
    vi.stubGlobal('__REDUX_DEVTOOLS_EXTENSION__', { connect });
    backend = createTestBackend();
    hummer = backend.connect({ uid: 'me', autoLogin: false });
  });
  afterEach(async () => {
    await backend.close();
    vi.unstubAllGlobals();
  });

  it('shows what the client knows, and names what came over the wire', async () => {
    render(show(true));
    await look();
    expect(connect.mock.calls).toEqual([[{ name: expect.stringContaining('hummer') as unknown }]]);
    await act(() => backend.settle());
    await look();
    view.send.mockClear();
    await act(async () => {
      await backend.peer('bob').join('demo');
    });
    await look();
    expect(view.send).toHaveBeenCalledTimes(1);
    const [action, state] = view.send.mock.calls[0] as [{ type: string }, ReturnType<Hummer['inspect']>];
    expect(action.type).toContain('room:');
    expect(state.entities['memberIds']).toEqual({ 'cn:demo': expect.arrayContaining(['bob']) as unknown });
  });

  it('says no more when it is off, or the provider is gone', async () => {
    const { rerender, unmount } = render(show(true));
    await look();
    await act(() => backend.settle());
    await look();
    view.send.mockClear();
    rerender(show(false));
    await act(async () => {
      await backend.peer('bob').join('demo');
    });
    await look();
    expect(view.send).not.toHaveBeenCalled();
    rerender(show(true));
    unmount();
    await look();
    expect(view.send).not.toHaveBeenCalled();
  });

  it('does nothing by default, and where there are no such tools', async () => {
    const { rerender } = render(show(false));
    await look();
    expect(connect).not.toHaveBeenCalled();
    vi.stubGlobal('__REDUX_DEVTOOLS_EXTENSION__', undefined);
    rerender(show(true));
    await look();
    expect(connect).not.toHaveBeenCalled();
  });
});
