import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntityTable } from '../../../src/store/entityTable.js';
import { createHouse, type House, type Resident } from '../support/house.js';

const ROUNDS = 1_000;
let house: House;

beforeEach(() => {
  const many = 1_000_000;
  house = createHouse({ requests: { burst: many, perSecond: many } });
});

afterEach(async () => {
  await house.close();
});

/** Everything that a client holds on to, as numbers. */
function holdings({ internals, page, timers }: Resident) {
  const tables = Object.entries(internals.store).filter(([, table]) => 'size' in Object(table)) as [
    string,
    EntityTable<unknown>,
  ][];
  return {
    ...Object.fromEntries(tables.map(([name, table]) => [name, table.size()])),
    rooms: (internals.rooms as unknown as { size: number }).size,
    roomKeys: internals.store.session.getState().roomKeys.length,
    page: page.listeners(),
    timers: timers(),
    connections: house.network.size(),
  };
}

describe('after 1,000 joins and leaves nothing is left', () => {
  it('by call, of a room and of as many rooms', { timeout: 60_000 }, async () => {
    const ann = await house.enter('ann');
    const service = ann.hummer.createInstance();
    await ann.room.leaveRoom();
    await house.clock.tick(1_000);
    const before = holdings(ann);
    for (let i = 0; i < ROUNDS; i++) {
      const room = service.createRoom({ roomId: i % 2 ? 'same' : `room-${i}` });
      const off = room.on('RoomMessage', () => undefined);
      await room.joinRoom();
      if (i % 10 === 0) {
        await room.sendMessageToRoom({ type: 't', content: Uint8Array.of(49) });
        await room.setLocalUserAttributes({ attributes: { a: '1' } });
        await service.setRoomAttributes({ roomId: room.roomId, attributes: { a: '1' } });
      }
      await room.leaveRoom();
      off();
    }
    await house.clock.tick(1_000_000);
    expect(holdings(ann)).toEqual(before);
    expect(await house.store().rooms.list('1')).toEqual([]);
  });

  it('by components that come and go', { timeout: 60_000 }, async () => {
    const ann = await house.enter('ann');
    await ann.room.leaveRoom();
    await house.clock.tick(1_000);
    const before = holdings(ann);
    for (let i = 0; i < ROUNDS / 10; i++) {
      const release = ann.internals.rooms.acquire('cn', `room-${i}`, { autoJoin: true });
      if (i % 2) await house.settle();
      release();
    }
    await house.clock.tick(1_000_000);
    expect(holdings(ann)).toEqual(before);
  });

  it('through lost links, writes under way and a logout', { timeout: 60_000 }, async () => {
    const ann = await house.enter('ann');
    for (let i = 0; i < 20; i++) {
      house.network.disconnect('ann');
      void ann.say(i).catch(() => undefined);
      void ann.room.addOrUpdateLocalUserAttributes({ attributes: { n: String(i) } }).catch(() => undefined);
      await house.clock.tick(i % 3 ? 1_000 : 10);
    }
    await ann.hummer.logout();
    await house.clock.tick(1_000_000);
    const left = holdings(ann);
    expect(left).toMatchObject({ rooms: 0, roomKeys: 0, page: 0, timers: 0, connections: 0 });
    for (const [name, size] of Object.entries(left)) {
      if (typeof size === 'object') expect(size, name).toEqual({ entities: 0, stores: 0 });
    }
  });
});
