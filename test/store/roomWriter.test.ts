import { describe, expect, it, vi } from 'vitest';
import type { RoomPush, RoomPushEvents, RoomSnapshot, WireMember } from '../../src/protocol/rooms.js';
import { addPending } from '../../src/store/attributes.js';
import { createClientStore, memberKey } from '../../src/store/clientStore.js';
import { attributeEvent, RoomWriter } from '../../src/store/roomWriter.js';

const KEY = 'cn:demo';
const member = (uid: string, change: Partial<WireMember> = {}): WireMember => ({
  uid,
  joinedAt: 1,
  attributes: {},
  revision: 0,
  ...change,
});
const revision = (number: number) => ({ revision: number, lastUpdateUid: 'bob', lastUpdateTs: '5' });
const push = <E extends keyof RoomPushEvents>(event: E, data: RoomPushEvents[E]): RoomPush =>
  ({ region: 'cn', roomId: 'demo', epoch: 'e', seq: 1, prevSeq: 0, event, data, ts: 1 }) as RoomPush;

function room(members: WireMember[] = [member('ann'), member('bob')]) {
  const store = createClientStore();
  const writer = new RoomWriter(store, KEY);
  const snapshot = (change: Partial<RoomSnapshot> = {}): void => {
    writer.reset(
      {
        region: 'cn',
        roomId: 'demo',
        epoch: 'e',
        seq: 0,
        members,
        attributes: { attributes: { title: 'One' }, ...revision(1) },
        serverTime: 1,
        ...change,
      },
      'ann',
    );
  };
  snapshot();
  const apply = (next: RoomPush): boolean => {
    const fresh = writer.apply(next, 'ann');
    writer.flush();
    return fresh;
  };
  return { store, writer, apply, snapshot, of: (uid: string) => memberKey(KEY, uid) };
}

describe('the store of a room', () => {
  it('takes a snapshot as a whole', () => {
    const { store, of } = room();
    expect(store.memberIds.get(KEY)).toEqual(['ann', 'bob']);
    expect(store.members.get(of('ann'))).toEqual({ uid: 'ann', isLocal: true, joinedAt: 1, extra: {} });
    expect(store.roomAttributes.get(KEY)).toMatchObject({ attributes: { title: 'One' }, revision: 1 });
  });

  it('keeps the identity of members that a second snapshot repeats, and forgets those it does not', () => {
    const { store, snapshot, of } = room();
    const ann = store.members.get(of('ann'));
    snapshot({ members: [member('ann'), member('eve')] });
    expect(store.members.get(of('ann'))).toBe(ann);
    expect(store.members.get(of('bob'))).toBeUndefined();
    expect(store.memberIds.get(KEY)).toEqual(['ann', 'eve']);
  });

  it('changes the list of members once a frame', () => {
    const { store, writer } = room();
    const list = vi.fn();
    store.memberIds.subscribe(KEY, list);
    store.batch(() => {
      writer.apply(push('room:joined', { members: [member('cat'), member('dan')] }), 'ann');
      writer.apply(push('room:left', { members: [{ uid: 'bob', reason: 'leave' }] }), 'ann');
      writer.apply(push('room:joined', { members: [member('eve')] }), 'ann');
      writer.flush();
    });
    expect(store.memberIds.get(KEY)).toEqual(['ann', 'cat', 'dan', 'eve']);
    expect(list).toHaveBeenCalledTimes(1);
  });

  it('leaves every entity as it is that an event is not about', () => {
    const { store, apply, of } = room();
    const before = [store.members.get(of('ann')), store.roomAttributes.get(KEY), store.memberIds.get(KEY)];
    apply(push('room:userAttributesSet', { uid: 'bob', attributes: { hand: 'up' }, ...revision(1) }));
    apply(
      push('room:message', { clientMsgId: '1', type: 't', content: '1', fromUid: 'bob', messageId: 'm' }),
    );
    const after = [store.members.get(of('ann')), store.roomAttributes.get(KEY), store.memberIds.get(KEY)];
    after.forEach((value, i) => {
      expect(value).toBe(before[i]);
    });
    expect(store.userAttributes.get(of('bob'))?.attributes).toEqual({ hand: 'up' });
  });

  it.each<[keyof RoomPushEvents, Record<string, string>, Record<string, string>]>([
    ['room:attributesSet', { b: '2' }, { b: '2' }],
    ['room:attributesAddedOrUpdated', { b: '2' }, { title: 'One', b: '2' }],
    ['room:attributesDeleted', { title: 'One' }, {}],
    ['room:attributesCleared', { title: 'One' }, {}],
  ])('applies %s with %o', (event, attributes, result) => {
    const { store, apply } = room();
    expect(apply(push(event as 'room:attributesSet', { attributes, ...revision(2) }))).toBe(true);
    expect(store.roomAttributes.get(KEY)).toMatchObject({ attributes: result, revision: 2 });
  });

  it('applies attributes only exactly one revision ahead: an older one is known, a later one is to be read', () => {
    const { store, apply } = room();
    const before = store.roomAttributes.get(KEY);
    expect(apply(push('room:attributesSet', { attributes: { b: '1' }, ...revision(1) }))).toBe(true);
    expect(apply(push('room:attributesSet', { attributes: { b: '3' }, ...revision(3) }))).toBe(false);
    expect(store.roomAttributes.get(KEY)).toBe(before);
  });

  it('forgets the attributes of a member that leaves', () => {
    const { store, apply, of } = room([
      member('ann'),
      member('bob', { attributes: { hand: 'up' }, revision: 2 }),
    ]);
    expect(store.userAttributes.get(of('bob'))?.attributes).toEqual({ hand: 'up' });
    apply(push('room:left', { members: [{ uid: 'bob', reason: 'timeout' }] }));
    expect(store.userAttributes.get(of('bob'))).toBeUndefined();
  });

  it('is empty when it is cleared', () => {
    const { store, writer } = room();
    writer.clear();
    for (const table of [store.members, store.userAttributes, store.memberIds, store.roomAttributes]) {
      expect(table.size()).toEqual({ entities: 0, stores: 0 });
    }
  });

  it('forgets also what the local user wrote before it was a member', () => {
    const { store, writer, of } = room([]);
    writer.setAttributes('ann', (state) => addPending(state, { op: 'clear', id: 'w' }));
    expect(store.userAttributes.get(of('ann'))).toBeDefined();
    writer.clear();
    expect(store.userAttributes.size()).toEqual({ entities: 0, stores: 0 });
  });

  it('costs as many calls for one event at 10, 1,000 and 10,000 members', () => {
    const calls = [10, 1_000, 10_000].map((size) => {
      const { store, apply, of } = room(Array.from({ length: size }, (_, i) => member(`m${i}`)));
      const listener = vi.fn();
      for (let i = 0; i < size; i++) {
        store.members.subscribe(of(`m${i}`), listener);
        store.userAttributes.subscribe(of(`m${i}`), listener);
      }
      store.memberIds.subscribe(KEY, listener);
      apply(push('room:userAttributesSet', { uid: 'm3', attributes: { a: '1' }, ...revision(1) }));
      return listener.mock.calls.length;
    });
    expect(calls).toEqual([1, 1, 1]);
  });
});

describe('the name of an attribute push', () => {
  it('says whose map and which operation', () => {
    expect(attributeEvent('room:userAttributesAddedOrUpdated')).toEqual({ ofUser: true, op: 'addOrUpdate' });
    expect(attributeEvent('room:attributesCleared')).toEqual({ ofUser: false, op: 'clear' });
    expect(attributeEvent('room:message')).toBeNull();
  });
});
