import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHummerServer } from '../../src/server/createHummerServer.js';
import { createChaos, LOST_ANSWERS, participate, publishMany, type Participant } from './support/chaos.js';

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

  it.each([
    ['accidents of all kinds', undefined],
    ['losses of answers of the server', LOST_ANSWERS],
  ] as const)(
    `gives ${String(CLIENTS)} clients one log of ${String(MESSAGES)} messages through ${String(CUTS)} %s (seed ${String(SEED)})`,
    { timeout: 240_000 },
    async (_, only) => {
      await start();
      const clients = await enter('storm');
      const observer = await participate(server?.port ?? 0, 'observer', 'storm');
      everyone = [...clients, observer];
      const accidents: string[] = [];
      const chaos = createChaos(
        SEED,
        clients.map(({ network }) => network),
        accidents,
        only,
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

  it(
    'tells every client of the gap when the server starts anew amid it all',
    { timeout: 120_000 },
    async () => {
      const first = await start();
      const { port } = first;
      const clients = await enter('restart');
      let published = 0;
      let restarted = Promise.resolve();
      const restart = async (): Promise<void> => {
        for (const { network } of clients) network.down();
        await first.close();
        await start(port);
        for (const { network } of clients) network.up();
      };
      await Promise.all(
        clients.map((client) =>
          publishMany(client, 200, 5, () => {
            if (++published === 400) restarted = restart();
          }),
        ),
      );
      await restarted;
      const [sender] = clients;
      await vi.waitFor(() => {
        for (const { uid, continuity } of clients) expect(continuity.at(-1)?.continuity, uid).toBe('gap');
      }, until);
      await sender?.room.sendMessageToRoom({ type: 'text', content: new TextEncoder().encode('the end') });
      await vi.waitFor(() => {
        for (const { uid, log } of clients) expect(log.at(-1), uid).toBe('the end');
      }, until);

      expect(published).toBe(1_000);
      // Behind its gap each of them has the new server's log: all that any of them has there, under the same number.
      const all = new Map(clients.flatMap(({ sinceGap }) => [...sinceGap]));
      for (const { uid, sinceGap, continuity } of clients) {
        const gaps = continuity.filter((change) => change.continuity === 'gap');
        expect(gaps, uid).toHaveLength(1);
        const behind = [...all].filter(([seq]) => seq > (gaps[0]?.missed?.to ?? 0));
        expect([...sinceGap], uid).toEqual(behind.sort(([a], [b]) => a - b));
      }
    },
  );
});
