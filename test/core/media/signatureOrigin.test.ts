import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalStream } from '../../../src/core/media/LocalStream.js';
import { RtcClient } from '../../../src/core/media/RtcClient.js';
import type { SignatureJoinConfig } from '../../../src/core/media/rtcTypes.js';
import { signatureOrigin } from '../../../src/core/media/signatureOrigin.js';
import { createMemoryTransport } from '../../../src/core/transport/memoryTransport.js';
import { createLogger } from '../../../src/lib/logger.js';
import { DEFAULT_LIMITS } from '../../../src/protocol/limits.js';
import { createControlledClock, type ControlledClock } from '../../../src/testing/backend/controlledClock.js';
import { settleWhile } from '../../../src/testing/backend/settle.js';
import { startServer, type TestServer } from '../../../src/testing/backend/testServer.js';
import { fakeBrowser, type FakeBrowser } from '../../../src/testing/media/fakeBrowser.js';
import { fakeMediaEngine } from '../../../src/testing/media/fakeMediaEngine.js';
import { MemoryNetwork } from '../../../src/testing/network/memoryNetwork.js';

const KEY = 'a key of at least thirty-two characters';

describe('a client that needs no login but a signature', () => {
  let browser: FakeBrowser;
  let network: MemoryNetwork;
  let clock: ControlledClock;
  let server: TestServer;
  const dialled: string[] = [];
  const settle = (): Promise<void> => settleWhile(() => network.quiet());

  function client(): RtcClient<SignatureJoinConfig> {
    const memory = createMemoryTransport(network.dialFor('somebody'), clock);
    return new RtcClient(
      signatureOrigin('1', 'memory://stage', {
        transport: {
          socket: (options) => {
            dialled.push(options.url);
            return memory.socket(options);
          },
        },
        clock,
        log: createLogger('none'),
        engine: fakeMediaEngine(),
        random: () => 0.5,
      }),
    );
  }

  function signed(
    userId: string,
    { ahead = 3_600, role = 0 }: { ahead?: number; role?: 0 | 2 } = {},
  ): SignatureJoinConfig {
    const ctime = String(Math.floor(clock.now() / 1_000) + ahead);
    const signature = createHmac('sha256', KEY).update(`1+demo+${userId}+${ctime}`).digest('hex');
    return { userId, userName: userId.toUpperCase(), signature, ctime, role };
  }

  beforeEach(() => {
    browser = fakeBrowser();
    clock = createControlledClock(settle);
    network = new MemoryNetwork(clock);
    const apps = { '1': { key: KEY } };
    server = startServer({ clock, network, apps, limits: DEFAULT_LIMITS, kickOnRemoteLogin: false });
  });

  afterEach(async () => {
    await server.close();
    browser();
  });

  it('joins, publishes, and is received by another', async () => {
    const ada = client();
    const bob = client();
    const names: string[] = [];
    bob.on('peer-join', ({ userId, userName }) => names.push(`${userId} ${userName ?? ''}`));
    bob.on('stream-added', ({ stream }) => void bob.subscribe(stream, { audio: true }));
    bob.on('stream-subscribed', ({ stream }) => names.push(stream.getAudioTrack()?.kind ?? 'none'));
    await bob.join('demo', signed('bob'));
    await ada.join('demo', signed('ada'));
    const stream = new LocalStream({ audio: true });
    await stream.initialize();
    await ada.publish(stream);
    await settle();
    expect(names).toEqual(['ada ADA', 'audio']);
    await ada.leave();
    await bob.leave();
    stream.close();
    expect(server.media.stats()).toMatchObject({ producers: 0, consumers: 0, transports: 0 });
  });

  it.each([
    ['expired', { ahead: -10 }, 90_100_030],
    ['too far ahead', { ahead: 50_000 }, 31_000_006],
  ])('hears that a signature is %s', async (_name, options, code) => {
    const ada = client();
    const errors: string[] = [];
    ada.on('Error', ({ errorCode }) => errors.push(errorCode));
    await expect(ada.join('demo', signed('ada', options))).rejects.toMatchObject({ code });
    expect(errors).toEqual([String(code)]);
    expect(ada.getConnectionState()).toBe('DISCONNECTED');
  });

  it('hears that a signature is wrong', async () => {
    await expect(
      client().join('demo', { ...signed('ada'), signature: 'f'.repeat(64) }),
    ).rejects.toMatchObject({
      code: 90_100_031,
      action: 'reauthenticate',
    });
  });

  it('changes its role with a fresh signature, and not without', async () => {
    const ada = client();
    await ada.join('demo', signed('ada', { role: 2 }));
    await expect(ada.switchRole(0)).rejects.toMatchObject({ code: 90_000_005 });
    await ada.switchRole(0, signed('ada'));
    const stream = new LocalStream({ audio: true });
    await stream.initialize();
    await ada.publish(stream);
    expect(server.media.stats()).toMatchObject({ producers: 1 });
    stream.close();
  });

  describe('at its end', () => {
    const joined = async () => {
      const ada = client();
      const told: [string, string][] = [];
      ada.on('signature-expired', ({ errorCode, errorMsg }) => told.push([errorCode, errorMsg]));
      ada.on('Error', ({ errorCode }) => told.push(['Error', errorCode]));
      ada.on('client-banned', ({ reason }) => told.push(['banned', reason]));
      await ada.join('demo', signed('ada', { ahead: 60 }));
      return { ada, told };
    };

    it('is told, renewed, and nothing else happens', async () => {
      const { ada, told } = await joined();
      await clock.tick(60_000);
      expect(told).toEqual([['90100030', 'signature expired']]);
      const { ctime, signature } = signed('ada', { ahead: 7_200 });
      expect(ada.renewSignature(ctime, signature)).toBe(true);
      await clock.tick(600_000);
      expect(ada.getConnectionState()).toBe('CONNECTED');
      expect(told).toHaveLength(1);
      await ada.leave();
    });

    it('is out if it is not renewed, and an error says why', async () => {
      const { ada, told } = await joined();
      await clock.tick(600_000);
      expect(ada.getConnectionState()).toBe('DISCONNECTED');
      expect(told.at(0)).toEqual(['90100030', 'signature expired']);
      expect(told.at(-1)).toEqual(['Error', '90100030']);
    });

    it('hears by an event that the new one is not valid', async () => {
      const { ada, told } = await joined();
      expect(ada.renewSignature(signed('ada').ctime, 'f'.repeat(64))).toBe(true);
      await settle();
      expect(told).toEqual([['90100031', 'signature invalid']]);
      await ada.leave();
    });

    it('says at once what can be no signature, or comes too early', async () => {
      const { ada } = await joined();
      expect(ada.renewSignature('soon', 'x')).toBe(false);
      expect(ada.renewSignature('1', '')).toBe(false);
      expect(ada.renewSignature(1 as unknown as string, 'x'.repeat(513))).toBe(false);
      await ada.leave();
      expect(client().renewSignature('1', 'x')).toBe(false);
    });
  });

  it('reaches the server by a proxy of its own choice', async () => {
    const ada = client();
    ada.setProxyServer('https://proxy.example.com:8443');
    await ada.join('demo', signed('ada'));
    expect(dialled.at(-1)).toBe('https://proxy.example.com:8443');
    await ada.leave();
  });

  it('comes back by itself when the link drops', async () => {
    const ada = client();
    await ada.join('demo', signed('ada'));
    const states: string[] = [];
    ada.on('connection-state-changed', ({ curState }) => states.push(curState));
    network.disconnect();
    await clock.tick(5_000);
    expect(states).toEqual(['RECONNECTING', 'CONNECTED']);
    await ada.leave();
  });
});
