import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHummerServer } from '../../src/server/createHummerServer.js';
import { createChaos, participate, publishMany, type Participant } from './support/chaos.js';

type Server = Awaited<ReturnType<typeof createHummerServer>>;

const SEED = Number(process.env['CHAOS_SEED'] ?? 20_260_101);
const CLIENTS = 5;
const MESSAGES = 10_000;
const CUTS = 50;
const many = 1_000_000;

/** No rates, so that the schedule and not the limits decide; room for reconnects from one address. */
const limits = {
  requests: { burst: many, perSecond: many },
  connections: { perUid: many, perAddress: many },
};

describe('delivery through a network that breaks', () => {
  let server: Server | null = null;
  let everyone: Participant[] = [];

  const start = async (port = 0): Promise<Server> => {
    server = await createHummerServer({ port, apps: 'open', media: false, limits });
    return server;
  };
  const enter = async (roomId: string): Promise<Participant[]> => {
    const { port } = server ?? (await start());
    const uids = Array.from({ length: CLIENTS }, (_, i) => `client${String(i)}`);
    everyone = await Promise.all(uids.map((uid) => participate(port, uid, roomId)));
    return everyone;
  };
  const until = { timeout: 60_000, interval: 50 };

  afterEach(async () => {
    await Promise.all(everyone.map((one) => one.leave()));
    everyone = [];
    await server?.close();
    server = null;
  });

  it(
    `gives ${String(CLIENTS)} clients one log of ${String(MESSAGES)} messages through ${String(CUTS)} accidents (seed ${String(SEED)})`,
    { timeout: 240_000 },
    async () => {
      await start();
      const clients = await enter('storm');
      const observer = await participate(server?.port ?? 0, 'observer', 'storm');
      everyone = [...clients, observer];
      const accidents: string[] = [];
      const chaos = createChaos(
        SEED,
        clients.map(({ network }) => network),
        accidents,
      );
      let published = 0;
      const onPublished = (): void => {
        published++;
        if (published % Math.floor(MESSAGES / (CUTS + 1)) === 0 && accidents.length < CUTS) chaos.accident();
      };
      await Promise.all(clients.map((client) => publishMany(client, MESSAGES / CLIENTS, 20, onPublished)));
      chaos.calm();
      expect(accidents).toHaveLength(CUTS);
      const reconnects = clients.reduce((sum, { network }) => sum + network.accepted() - 1, 0);
      expect(reconnects, 'connections that really broke').toBeGreaterThanOrEqual(CUTS / 2);

      await vi.waitFor(() => {
        for (const { uid, log } of everyone) expect(log.length, uid).toBeGreaterThanOrEqual(MESSAGES);
      }, until);
      const wanted = clients.flatMap(({ uid }) =>
        Array.from({ length: MESSAGES / CLIENTS }, (_, i) => `${uid} ${String(i)}`),
      );
      expect(new Set(observer.log)).toEqual(new Set(wanted));
      expect(observer.log).toHaveLength(MESSAGES);
      for (const { uid, log, continuity } of clients) {
        expect(log, uid).toEqual(observer.log);
        expect(
          continuity.filter((change) => change.continuity === 'gap'),
          uid,
        ).toEqual([]);
      }
    },
  );

  it('publishes once although every answer of the server is lost', { timeout: 120_000 }, async () => {
    await start();
    const clients = await enter('acks');
    const [sender] = clients;
    if (!sender) throw new Error('There is no client.');
    for (let i = 0; i < 20; i++) {
      sender.network.swallow('down');
      const sent = sender.room.sendMessageToRoom({
        type: 'text',
        content: new TextEncoder().encode(`m${String(i)}`),
      });
      await vi.waitFor(() => {
        expect(clients[1]?.log.at(-1)).toBe(`m${String(i)}`);
      }, until);
      sender.network.cut();
      await sent;
    }
    const wanted = Array.from({ length: 20 }, (_, i) => `m${String(i)}`);
    await vi.waitFor(() => {
      for (const { uid, log } of clients) expect(log, uid).toEqual(wanted);
    }, until);
  });

  it('tells every client of the gap when the server starts anew', { timeout: 120_000 }, async () => {
    const first = await start();
    const { port } = first;
    const clients = await enter('restart');
    const [sender] = clients;
    await sender?.room.sendMessageToRoom({ type: 'text', content: new TextEncoder().encode('before') });
    await vi.waitFor(() => {
      for (const { uid, log } of clients) expect(log, uid).toEqual(['before']);
    }, until);
    for (const { network } of clients) network.down();
    await first.close();
    await start(port);
    for (const { network } of clients) network.up();
    await vi.waitFor(() => {
      for (const { uid, continuity } of clients) {
        expect(
          continuity.map((change) => change.continuity),
          uid,
        ).toContain('gap');
      }
    }, until);
    await sender?.room.sendMessageToRoom({ type: 'text', content: new TextEncoder().encode('after') });
    await vi.waitFor(() => {
      for (const { uid, log } of clients) expect(log, uid).toEqual(['before', 'after']);
    }, until);
  });
});
