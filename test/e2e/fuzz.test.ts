import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createHummerServer } from '../../src/server/createHummerServer.js';
import { openRawSocket, type RawSocket } from '../support/rawSocket.mjs';
import { participate, type Participant } from './support/chaos.js';
import { malformedFrames } from './support/malformed.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 7);
const FRAMES = 10_000;

describe('a live server under malformed frames', () => {
  let server: Awaited<ReturnType<typeof createHummerServer>>;
  let ann: Participant;
  let bob: Participant;
  const strange: string[] = [];

  beforeAll(async () => {
    const many = 1_000_000;
    server = await createHummerServer({
      port: 0,
      apps: 'open',
      media: false,
      limits: { connections: { perAddress: many }, requests: { burst: many, perSecond: many } },
    });
    ann = await participate(server.port, 'ann', 'healthy');
    bob = await participate(server.port, 'bob', 'healthy');
    for (const { room } of [ann, bob]) {
      room.on('NotifyJoinRoom', (event) => strange.push(`join ${JSON.stringify(event)}`));
      room.on('NotifyLeaveRoom', (event) => strange.push(`leave ${JSON.stringify(event)}`));
      room.on('NotifyRoomAttributesSet', (event) => strange.push(`attributes ${JSON.stringify(event)}`));
    }
    strange.length = 0;
  });
  afterAll(async () => {
    await ann.leave();
    await bob.leave();
    await server.close();
  });

  it(
    `answers or ignores ${String(FRAMES)} of them (seed ${String(SEED)}), and the room beside hears none`,
    { timeout: 120_000 },
    async () => {
      const successes: string[] = [];
      let socket: RawSocket | null = null;
      let alive = false;
      let sent = 0;
      for (const { text, opcode, bytes } of malformedFrames(SEED, FRAMES)) {
        if (!socket || !alive) {
          const namespace = sent % 2 === 0 ? '/hummer' : '/';
          socket = await openRawSocket({
            port: server.port,
            namespace,
            onFrame: (body) => {
              if (body.includes('"success"')) successes.push(body.toString());
            },
          });
          alive = true;
          void socket.closed.then(() => {
            alive = false;
          });
        }
        if (bytes) socket.bytes(bytes);
        else socket.raw(text, opcode);
        sent++;
        if (sent % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
        if (sent % 1_000 === 0) {
          await ann.room.sendMessageToRoom({
            type: 'text',
            content: new TextEncoder().encode(`beat ${String(sent)}`),
          });
        }
      }
      socket?.close();
      expect(sent).toBe(FRAMES);
      expect(successes).toEqual([]);
      const beats = Array.from({ length: FRAMES / 1_000 }, (_, i) => `beat ${String((i + 1) * 1_000)}`);
      await vi.waitFor(() => {
        expect(bob.log).toEqual(beats);
      });
      expect(ann.log).toEqual(beats);
      expect(strange).toEqual([]);
      expect(ann.hummer.connection.state).toBe('CONNECTED');
      expect(ann.network.accepted()).toBe(1);
      expect(bob.network.accepted()).toBe(1);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    },
  );
});
