import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { internalsOf } from '../../src/core/internals.js';
import type { Hummer } from '../../src/core/hummer.js';
import type { EntityTable } from '../../src/store/entityTable.js';
import { createControlledClock, type ControlledClock } from '../../src/testing/backend/controlledClock.js';
import { createTestBackend } from '../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../src/testing/backend/TestBackend.js';

const TIMES = 1_000;
/** A room that everybody has left lives on for ten minutes. */
const EMPTY_TTL = 600_000;

/** Entities and observers in each table of a client's store. */
function held(hummer: Hummer): Record<string, { entities: number; stores: number }> {
  const tables = Object.entries(internalsOf(hummer).store as unknown as Record<string, unknown>);
  return Object.fromEntries(
    tables
      .filter((entry): entry is [string, EntityTable<unknown>] => isTable(entry[1]))
      .map(([name, table]) => [name, table.size()]),
  );
}

function isTable(value: unknown): value is EntityTable<unknown> {
  return typeof value === 'object' && value !== null && 'size' in value;
}

describe('after a thousand joins and leaves', () => {
  let backend: TestBackend;
  let clock: ControlledClock;

  beforeEach(() => {
    clock = createControlledClock();
    backend = createTestBackend({
      clock,
      limits: { requests: { burst: 1e6, perSecond: 1e6 } },
    });
  });
  afterEach(async () => {
    await backend.close();
  });

  async function pass(ms: number): Promise<void> {
    await backend.settle();
    await clock.tick(ms);
    await backend.settle();
  }

  it('keeps nothing of the rooms, on either side', { timeout: 60_000 }, async () => {
    const hummer = backend.connect({ uid: 'ann' });
    await pass(1_000);
    const before = { held: held(hummer), timers: clock.pending(), stats: await backend.server.stats() };
    const service = hummer.createInstance();
    for (let i = 0; i < TIMES; i++) {
      const room = service.createRoom({ region: 'cn', roomId: `room${String(i % 50)}` });
      const stop = room.on('RoomMessage', () => undefined);
      await room.joinRoom();
      await room.sendMessageToRoom({ type: 'text', content: new Uint8Array([1]) });
      await room.leaveRoom();
      stop();
    }
    await pass(EMPTY_TTL * 2);
    expect({ held: held(hummer), timers: clock.pending(), stats: await backend.server.stats() }).toEqual(
      before,
    );
  });

  it('keeps nothing of the clients that came and went', { timeout: 60_000 }, async () => {
    await pass(1_000);
    const before = { timers: clock.pending(), stats: await backend.server.stats() };
    for (let i = 0; i < TIMES / 4; i++) {
      const hummer = backend.connect({ uid: `user${String(i)}` });
      await backend.settle();
      await hummer.createInstance().createRoom({ region: 'cn', roomId: 'hall' }).joinRoom();
      await hummer.destroy();
    }
    await pass(EMPTY_TTL * 2);
    const { inboxes: _, ...stats } = await backend.server.stats();
    expect({ timers: clock.pending(), stats }).toMatchObject({
      timers: before.timers,
      stats: { rooms: 0, members: 0, sessions: 0, linkedSessions: 0, streamEntries: 0 },
    });
  });

  it('keeps nothing of the media that was published', { timeout: 60_000 }, async () => {
    const hummer = backend.connect({ uid: 'ann' });
    await pass(1_000);
    const { media } = internalsOf(hummer);
    const before = { held: held(hummer), timers: clock.pending() };
    const bob = backend.peer('bob');
    for (let i = 0; i < TIMES / 10; i++) {
      const hold = media.acquire('cn:stage', { role: 'audience' });
      await bob.publish('stage');
      await backend.settle();
      await bob.leave();
      hold.release();
      await pass(1_000);
    }
    await bob.hummer.destroy();
    await pass(60_000);
    expect(await backend.server.stats()).toMatchObject({
      media: { rooms: 0, transports: 0, producers: 0, consumers: 0 },
    });
    expect({ held: held(hummer), timers: clock.pending() }).toEqual(before);
  });
});
