import { createHmac } from 'node:crypto';
import type { ReactElement } from 'react';
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hummer } from '../../../src/core/hummer.js';
import type { SignatureProvider } from '../../../src/core/hummerTypes.js';
import { internalsOf } from '../../../src/core/internals.js';
import { createMediaPart } from '../../../src/core/media/mediaPart.js';
import { createMemoryTransport } from '../../../src/core/transport/memoryTransport.js';
import { HummerProvider } from '../../../src/hooks/connection/HummerProvider.js';
import { useRtc } from '../../../src/hooks/media/useRtc.js';
import { DEFAULT_LIMITS } from '../../../src/protocol/limits.js';
import { createControlledClock, type ControlledClock } from '../../../src/testing/backend/controlledClock.js';
import { settleWhile } from '../../../src/testing/backend/settle.js';
import { startServer, type TestServer } from '../../../src/testing/backend/testServer.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { fakeMediaEngine } from '../../../src/testing/media/fakeMediaEngine.js';
import { MemoryNetwork } from '../../../src/testing/network/memoryNetwork.js';

const KEY = 'a key of at least thirty-two characters';

function Meeting(): ReactElement {
  const { status, role, error } = useRtc('demo', { role: 'audience' });
  return <p role="status">{`${status} ${role} ${String(error?.code ?? '')}`}</p>;
}

describe('prop: signatureProvider', () => {
  let browser: FakeBrowser;
  let clock: ControlledClock;
  let network: MemoryNetwork;
  let server: TestServer;
  const settle = (): Promise<void> => settleWhile(() => network.quiet());
  const asked = (event: string): number =>
    network.log().filter((entry) => entry.uid === 'ada' && entry.event === event).length;

  /** Seed 002, chapter 4: of app, room, user and time, joined by plus signs. */
  const sign =
    (key: string): SignatureProvider =>
    ({ roomId, uid }) => {
      const ctime = String(Math.floor(clock.now() / 1_000) + 60);
      return {
        ctime,
        signature: createHmac('sha256', key).update(`1+${roomId}+${uid}+${ctime}`).digest('hex'),
      };
    };
  const login = (): Promise<string> => {
    const iat = Math.floor(clock.now() / 1_000);
    const claims = { appid: '1', sub: 'ada', iat, exp: iat + 3_600, jti: 'one' };
    return server.signer.sign('hummer-login', claims);
  };
  const show = (signatureProvider: SignatureProvider): ReactElement => (
    <HummerProvider
      appid={1}
      url="memory://server"
      uid="ada"
      logLevel="none"
      tokenProvider={login}
      signatureProvider={signatureProvider}
    >
      <Meeting />
    </HummerProvider>
  );

  beforeEach(() => {
    browser = fakeBrowser();
    clock = createControlledClock(settle);
    network = new MemoryNetwork(clock);
    const apps = { '1': { key: KEY } };
    server = startServer({ clock, network, apps, limits: DEFAULT_LIMITS, kickOnRemoteLogin: false });
    // The provider's own client, over memory.
    vi.spyOn(Hummer, 'createHummer').mockImplementation((options) => {
      const transport = createMemoryTransport(network.dialFor('ada'), clock);
      const hummer = new Hummer(options, { transport, clock });
      internalsOf(hummer).bringMedia((own) => createMediaPart(own, { engine: fakeMediaEngine() }));
      return hummer;
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await server.close();
    clock.clear();
    browser();
  });

  it('joins media by the signature of seed 002, and renews it with the latest function', async () => {
    const first = vi.fn(sign(KEY));
    const { rerender } = render(show(first));
    await act(settle);
    expect(screen.getByRole('status').textContent).toBe('joined audience ');
    expect(first.mock.calls).toEqual([[{ roomId: 'demo', uid: 'ada', role: 2 }]]);
    expect(asked('media:token')).toBe(0);
    const latest = vi.fn(sign(KEY));
    rerender(show(latest));
    await act(() => clock.tick(90_000));
    expect(latest).toHaveBeenCalledTimes(1);
    expect(first).toHaveBeenCalledTimes(1);
    expect(asked('renewSignature')).toBe(1);
    await act(() => clock.tick(30_000));
    expect(screen.getByRole('status').textContent).toBe('joined audience ');
  });

  it('says that the server refuses a signature by another key', async () => {
    render(show(sign('a key that the server does not know of')));
    await act(settle);
    expect(screen.getByRole('status').textContent).toBe('failed audience 90100031');
  });
});
