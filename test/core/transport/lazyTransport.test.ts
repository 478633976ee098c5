import { describe, expect, it, vi } from 'vitest';
import { createLazyTransport } from '../../../src/core/transport/lazyTransport.js';
import type { Transport } from '../../../src/core/transport/Transport.js';
import { createControlledClock } from '../../../src/testing/backend/controlledClock.js';
import { scriptedTransport } from '../support/scriptedTransport.js';

const address = { url: 'memory://server', namespace: '/hummer' } as const;

describe('a transport that is loaded with its first socket', () => {
  function setUp(load?: () => Promise<Transport>) {
    const clock = createControlledClock();
    const real = scriptedTransport();
    const loading = vi.fn(load ?? (() => Promise.resolve<Transport>(real)));
    return { clock, real, loading, transport: createLazyTransport(clock, loading) };
  }

  it('is not loaded before, and once for all sockets', async () => {
    const { loading, transport } = setUp();
    expect(loading).not.toHaveBeenCalled();
    await transport.socket(address).connect(100);
    await transport.socket(address).connect(100);
    expect(loading).toHaveBeenCalledTimes(1);
  });

  it('hands on what its socket says, also to those who listened before', async () => {
    const { real, transport } = setUp();
    const socket = transport.socket(address);
    const [heard, dropped] = [vi.fn(), vi.fn()];
    socket.onEvent(heard);
    socket.onDrop(dropped);
    expect(socket.connected).toBe(false);
    await socket.connect(100);
    expect(socket.connected).toBe(true);
    real.last.notify('said', 1);
    real.answer('ask', () => 'answer');
    await expect(socket.request('ask', {}, 100)).resolves.toBe('answer');
    real.last.drop();
    expect(heard).toHaveBeenCalledExactlyOnceWith('said', 1);
    expect(dropped).toHaveBeenCalledExactlyOnceWith('dropped');
  });

  it('says that there is no connection while it is not there, and tries to load again', async () => {
    let fails = true;
    const real = scriptedTransport();
    const { loading, transport } = setUp(() =>
      fails ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve<Transport>(real),
    );
    const socket = transport.socket(address);
    await expect(socket.connect(100)).rejects.toMatchObject({ code: 1007, action: 'retry' });
    await expect(socket.request('x', {}, 100)).rejects.toMatchObject({ code: 1007 });
    fails = false;
    await transport.socket(address).connect(100);
    expect(loading).toHaveBeenCalledTimes(2);
  });

  it('does not wait for its code longer than for a connection', async () => {
    const { clock, transport } = setUp(() => new Promise(() => undefined));
    const slow = expect(transport.socket(address).connect(100)).rejects.toMatchObject({ code: 1005 });
    await clock.tick(100);
    await slow;
  });

  it('opens nothing for a socket that was closed meanwhile', async () => {
    const { real, transport } = setUp();
    const socket = transport.socket(address);
    const opening = expect(socket.connect(100)).rejects.toMatchObject({ code: 1007 });
    socket.close();
    await opening;
    expect(real.sockets).toHaveLength(0);
  });
});
