import { describe, expect, it } from 'vitest';
import { Hummer, HummerError, HummerErrorCode } from '../../src/core/index.js';
import { internalsOf } from '../../src/core/internals.js';
import { createHouse } from './support/house.js';

describe('Hummer.Utify', () => {
  it.each([[''], ['abc'], ['阿武 ü 🙂'], ['\uFEFFmark']])('takes %j to bytes and back', (text) => {
    expect(Hummer.Utify.decodeUtf8BytesToString(Hummer.Utify.encodeStringToUtf8Bytes(text))).toBe(text);
  });
});

describe('a client', () => {
  it('shows its session to readers, who cannot change it', () => {
    const { store } = Hummer.createHummer({ appid: 1, logLevel: 'none' });
    expect(Object.keys(store)).toEqual(['getState', 'getInitialState', 'subscribe']);
    expect(Object.isFrozen(store)).toBe(true);
    expect(store.getState()).toBe(store.getInitialState());
  });

  it('can tell all it knows as plain JSON, pending writes and the last events included', async () => {
    const house = createHouse();
    const ann = await house.enter('ann');
    await ann.say({ text: 'hi' });
    await house.settle();
    house.network.setOffline(true);
    void ann.internals.rooms
      .roomAttributes('cn:demo')
      .set({ title: 'New' })
      .catch(() => undefined);
    const snapshot = ann.hummer.inspect();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    expect(snapshot.session.connection).toEqual({ state: 'RECONNECTING', reason: 'INTERRUPTED' });
    expect(snapshot.entities['roomAttributes']?.['cn:demo']).toMatchObject({
      attributes: { title: 'New' },
      pending: [{ op: 'set', attributes: { title: 'New' } }],
    });
    expect(snapshot.entities['roomMessages']?.['cn:demo']).toMatchObject([
      { data: { text: 'hi' }, bytes: '13 bytes' },
    ]);
    expect(snapshot.events.map(({ event }) => event)).toContain('room:pushed');
    await house.close();
  });

  it('keeps only the last 200 events', async () => {
    const house = createHouse();
    const ann = await house.enter('ann');
    for (let i = 0; i < 210; i++) {
      await ann.say(i);
      await house.clock.tick(50);
    }
    expect(ann.hummer.inspect().events).toHaveLength(200);
    await house.close();
  });

  it('has internals that only a client of this package has', () => {
    expect(() => internalsOf({})).toThrow(HummerError);
    expect(internalsOf(Hummer.createHummer({ appid: 1 })).options.requestTimeout).toBe(11_000);
  });

  it('brings each part once', () => {
    const internals = internalsOf(Hummer.createHummer({ appid: 1 }));
    const first = internals.bring('part', () => ({}));
    expect(internals.bring('part', () => ({}))).toBe(first);
  });

  it('has media only when it was brought', () => {
    const internals = internalsOf(Hummer.createHummer({ appid: 1 }));
    expect(internals.hasMedia).toBe(false);
    expect(() => internals.media).toThrow(
      expect.objectContaining({ code: HummerErrorCode.NOT_FOUND }) as Error,
    );
  });
});
