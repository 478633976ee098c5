import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../src/protocol/codes.js';
import type { Limits } from '../../src/protocol/limits.js';
import { mergeLimits, type DeepPartial } from '../../src/server/limits.js';
import type { HistoryPage } from '../../src/protocol/rooms.js';
import type {
  MemberRecord,
  RoomKey,
  SessionRecord,
  Store,
  StreamEntry,
} from '../../src/server/ports/Store.js';
import { invitationConformance } from './invitationStore.js';
import type { StoreUnderTest } from './StoreUnderTest.js';

const room: RoomKey = { appid: '1', region: 'cn', roomId: 'r' };
const member: MemberRecord = { joinedAt: 1, attributes: {}, revision: 0, sessions: ['s'] };

/** What every Store adapter must do; the invariants of the port, one by one. */
export function storeConformance(create: (limits: Limits) => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest;
  let store: Store;
  /** A store with other limits than the last one's. */
  const open = async (limits: DeepPartial<Limits> = {}): Promise<void> => {
    under = await create(mergeLimits(limits));
    store = under.store;
  };
  beforeEach(() => open());
  afterEach(() => under.store.close());

  const append = (key = room, data: object = {}) =>
    store.rooms.transact(key, { uids: [] }, (draft) => draft.append('event', data, under.clock.now()));
  const enter = (uid: string, key = room) =>
    store.rooms.transact(key, { uids: [uid] }, (draft) => {
      draft.setMember(uid, member);
    });
  const epochOf = async (key = room) => (await store.rooms.view(key))?.epoch;

  describe('a transaction', () => {
    it('resolves with the value, the epoch and what was appended', async () => {
      const result = await store.rooms.transact(room, { uids: [] }, (draft) => {
        draft.append('one', { n: 1 }, 10);
        draft.append('two', { n: 2 }, 20);
        return draft.seq;
      });
      expect(result).toEqual({
        value: 2,
        repeated: false,
        epoch: await epochOf(),
        appended: [
          { seq: 1, prevSeq: 0, event: 'one', data: { n: 1 }, ts: 10 },
          { seq: 2, prevSeq: 1, event: 'two', data: { n: 2 }, ts: 20 },
        ],
      });
    });

    it('sees its own changes', async () => {
      const { value } = await store.rooms.transact(room, { uids: ['ann'] }, (draft) => {
        draft.setMember('ann', member);
        draft.setAttributes({ attributes: { a: 'b' }, revision: 1, lastUpdateUid: 'ann', lastUpdateTs: '1' });
        draft.setFloor('ann\nphone', 7);
        draft.ban('ann', under.clock.now() + 1_000);
        const seen = [
          draft.memberCount,
          draft.member('ann'),
          draft.attributes.revision,
          draft.floor('ann\nphone'),
        ];
        draft.removeMember('ann');
        return [...seen, draft.memberCount, draft.member('ann'), draft.bannedUntil('ann') > 0];
      });
      expect(value).toEqual([1, member, 1, 7, 0, undefined, true]);
    });

    it('that throws leaves no trace', async () => {
      await enter('ann');
      const before = await store.rooms.view(room);
      const failing = store.rooms.transact(room, { uids: ['ann', 'ben'] }, (draft) => {
        draft.setMember('ben', member);
        draft.removeMember('ann');
        draft.setAttributes({ attributes: { a: 'b' }, revision: 1, lastUpdateUid: 'x', lastUpdateTs: '1' });
        draft.setFloor('ben\nphone', 1);
        draft.ban('ann', under.clock.now() + 1_000);
        draft.append('event', {}, 1);
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await store.rooms.view(room)).toEqual(before);
      const after = await store.rooms.transact(room, { uids: ['ann'] }, (draft) => [
        draft.floor('ben\nphone'),
        draft.bannedUntil('ann'),
        draft.seq,
      ]);
      expect(after.value).toEqual([undefined, 0, 0]);
    });

    it('may only touch the members that it named', async () => {
      await expect(
        store.rooms.transact(room, { uids: ['ann'] }, (draft) => draft.member('ben')),
      ).rejects.toThrow(/ben/);
    });

    it('runs alone: of many at once none sees another half way, and they resolve in order', async () => {
      const order: number[] = [];
      const all = Array.from({ length: 100 }, (_, i) =>
        store.rooms
          .transact(room, { uids: [] }, (draft) => {
            const { revision } = draft.attributes;
            draft.append('event', { i }, 1);
            draft.setAttributes({ ...draft.attributes, revision: revision + 1 });
            return revision;
          })
          .then(({ value, appended }) => {
            order.push(Number(appended[0]?.seq));
            return value;
          }),
      );
      expect((await Promise.all(all)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 100 }, (_, i) => i),
      );
      expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    });

    it('that changes nothing makes no room', async () => {
      await store.rooms.transact(room, { uids: ['ann'] }, (draft) => draft.member('ann'));
      expect(await store.rooms.view(room)).toBeNull();
    });
  });

  describe('a room', () => {
    it('is told apart by app, region and id', async () => {
      await enter('ann');
      for (const other of [
        { ...room, appid: '2' },
        { ...room, region: 'us' as const },
        { ...room, roomId: 'R' },
      ]) {
        expect(await store.rooms.view(other)).toBeNull();
      }
    });

    it('shows its whole state', async () => {
      await enter('ann');
      await append();
      expect(await store.rooms.view(room)).toMatchObject({
        seq: 1,
        members: [['ann', member]],
        attributes: { attributes: {}, revision: 0, lastUpdateUid: '', lastUpdateTs: '0' },
      });
    });

    it('is counted and listed', async () => {
      await enter('ann');
      await enter('ben');
      await enter('ann', { ...room, roomId: 's', region: 'us' });
      expect(await store.rooms.counts('1', 'cn', ['nothing', 'r', 's'])).toEqual([0, 2, 0]);
      const listed = await store.rooms.list('1');
      expect(listed.sort((a, b) => a.roomId.localeCompare(b.roomId))).toEqual([
        { region: 'cn', roomId: 'r', members: 2 },
        { region: 'us', roomId: 's', members: 1 },
      ]);
      expect(await store.rooms.list('2')).toEqual([]);
    });

    it('is refused beyond the limit of the app, and of no other app', async () => {
      await open({ rooms: { perApp: 1 } });
      await enter('ann');
      await expect(enter('ann', { ...room, roomId: 's' })).rejects.toMatchObject({
        code: Code.TOO_MANY_ROOMS,
      });
      await enter('ann', { ...room, appid: '2' });
      await enter('ben');
    });

    it('without members is dropped after its time, from its last change on, and begins another epoch', async () => {
      await open({ rooms: { emptyTtl: 1_000 } });
      await enter('ann');
      const epoch = await epochOf();
      await under.pass(5_000);
      await store.rooms.transact(room, { uids: ['ann'] }, (draft) => {
        draft.removeMember('ann');
      });
      await under.pass(900);
      await append();
      await under.pass(900);
      expect(await epochOf()).toBe(epoch);
      await under.pass(200);
      expect(await store.rooms.view(room)).toBeNull();
      await enter('ann');
      expect(await epochOf()).not.toBe(epoch);
      expect((await store.rooms.view(room))?.seq).toBe(0);
    });

    it('that is removed answers who was in it and is gone at once', async () => {
      await enter('ann');
      const epoch = await epochOf();
      expect(await store.rooms.remove(room)).toEqual([['ann', member]]);
      expect(await store.rooms.view(room)).toBeNull();
      expect(await store.rooms.remove(room)).toEqual([]);
      await append();
      expect(await epochOf()).not.toBe(epoch);
    });

    it('forgets a ban when its time is over, but not when the room is dropped', async () => {
      const until = under.clock.now() + 10_000;
      const banned = async () =>
        (await store.rooms.transact(room, { uids: ['ann'] }, (draft) => draft.bannedUntil('ann'))).value;
      await store.rooms.transact(room, { uids: ['ann'] }, (draft) => {
        draft.ban('ann', until);
      });
      await store.rooms.remove(room);
      expect(await banned()).toBe(until);
      await under.pass(10_000);
      expect(await banned()).toBe(0);
    });

    it('keeps floors until it is dropped', async () => {
      const floor = async () =>
        (await store.rooms.transact(room, { uids: [] }, (draft) => draft.floor('ann\nphone'))).value;
      await store.rooms.transact(room, { uids: [] }, (draft) => {
        draft.setFloor('ann\nphone', 3);
      });
      expect(await floor()).toBe(3);
      await store.rooms.transact(room, { uids: [] }, (draft) => {
        draft.setFloor('ann\nphone', undefined);
      });
      expect(await floor()).toBeUndefined();
      await store.rooms.transact(room, { uids: [] }, (draft) => {
        draft.setFloor('ann\nphone', 4);
      });
      await store.rooms.remove(room);
      expect(await floor()).toBeUndefined();
    });
  });

  /** The same for both kinds of stream. */
  const streams = [
    {
      name: 'the stream of a room',
      limits: (history: DeepPartial<Limits['inbox']>) => ({ history }),
      append: async (data: object = {}) => {
        await append(room, data);
      },
      history: (range: { epoch: string; from: number; to?: number }) => store.rooms.history(room, range),
      epoch: async () => String(await epochOf()),
    },
    {
      name: 'the stream of an inbox',
      limits: (inbox: DeepPartial<Limits['inbox']>) => ({ inbox }),
      append: async (data: object = {}) => {
        await store.inboxes.transact('1', { uids: ['ann'] }, (inboxes) =>
          inboxes.append('ann', 'event', data, under.clock.now()),
        );
      },
      history: (range: { epoch: string; from: number; to?: number }) =>
        store.inboxes.history('1', 'ann', range),
      epoch: async () => (await store.inboxes.open('1', 'ann')).epoch,
    },
  ];

  describe.each(streams)('$name', (stream) => {
    const fill = async (entries: number, data?: object) => {
      for (let i = 0; i < entries; i++) await stream.append(data);
    };
    const seqs = async (from: number, to?: number) => {
      const page = await stream.history({
        epoch: await stream.epoch(),
        from,
        ...(to !== undefined && { to }),
      });
      return page.gap ? 'gap' : page.pushes.map(({ seq }) => seq);
    };

    // The recovery matrix: what a reader has, against what the stream holds (entries 1 to 5).
    it.each([
      ['at nothing', 0, undefined, [1, 2, 3, 4, 5]],
      ['behind', 2, undefined, [3, 4, 5]],
      ['behind, up to an end', 2, 4, [3, 4]],
      ['at the head', 5, undefined, []],
      ['ahead', 6, undefined, 'gap'],
      ['asking backwards', 4, 2, []],
      ['asking beyond the head', 4, 99, [5]],
    ])('answers a reader %s', async (_what, from, to, expected) => {
      await fill(5);
      expect(await seqs(from, to)).toEqual(expected);
    });

    it('that is empty answers a reader at nothing with nothing, and any other with a gap', async () => {
      await stream.append();
      await open(stream.limits({ age: 1_000 }));
      await stream.append();
      await under.pass(2_000);
      expect(await seqs(1)).toEqual([]);
      expect(await seqs(0)).toBe('gap');
      expect(await seqs(2)).toBe('gap');
    });

    it('answers a reader of another epoch with a gap and the head', async () => {
      await fill(3);
      const epoch = await stream.epoch();
      expect(await stream.history({ epoch: 'other', from: 3 })).toEqual({ gap: true, epoch, seq: 3 });
    });

    it('keeps no more entries than the limit, and tells a reader who is too far behind', async () => {
      await open(stream.limits({ entries: 3 }));
      await fill(5);
      expect(await seqs(2)).toEqual([3, 4, 5]);
      expect(await seqs(1)).toBe('gap');
    });

    it('keeps entries no longer than the limit', async () => {
      await open(stream.limits({ age: 10_000 }));
      await fill(2);
      await under.pass(6_000);
      await fill(1);
      await under.pass(6_000);
      expect(await seqs(2)).toEqual([3]);
      expect(await seqs(1)).toBe('gap');
    });

    it('keeps no more bytes than the limit, but always the newest entry', async () => {
      await open(stream.limits({ bytes: 5_000 }));
      await fill(10, { text: 'x'.repeat(1_000) });
      const kept = await seqs(7);
      expect(kept).toEqual([8, 9, 10]);
      expect(await seqs(0)).toBe('gap');
      await stream.append({ text: 'x'.repeat(50_000) });
      expect(await seqs(10)).toEqual([11]);
    });

    it('gives pages with the place to go on from', async () => {
      await open({ history: { pageEntries: 2, pageBytes: 3_000 } });
      await fill(3);
      await fill(3, { text: 'x'.repeat(2_000) });
      const epoch = await stream.epoch();
      const pages: number[][] = [];
      let from: number | undefined = 0;
      while (from !== undefined) {
        const page: HistoryPage<StreamEntry> = await stream.history({ epoch, from });
        if (page.gap) throw new Error('gap');
        pages.push(page.pushes.map(({ seq }) => seq));
        from = page.next;
      }
      expect(pages).toEqual([[1, 2], [3, 4], [5], [6]]);
    });

    it('gives its oldest entries up when all streams of the app are too large, whoever filled them', async () => {
      await open({ streamsBytesPerApp: 20_000 });
      await fill(3);
      for (let i = 0; i < 30; i++) await append({ ...room, roomId: 'busy' }, { text: 'x'.repeat(1_000) });
      expect(await seqs(0)).toBe('gap');
      expect((await store.stats()).streamBytes).toBeLessThanOrEqual(20_000);
      await fill(1);
      expect(await seqs(3)).toEqual([4]);
    });
  });

  describe('an inbox', () => {
    it('comes to be at its first use and keeps its epoch', async () => {
      const { epoch, seq } = await store.inboxes.open('1', 'ann');
      expect(seq).toBe(0);
      await store.inboxes.transact('1', { uids: ['ann'] }, (inboxes) => inboxes.append('ann', 'e', {}, 1));
      expect(await store.inboxes.open('1', 'ann')).toEqual({ epoch, seq: 1 });
    });

    it('is written together with others, or not at all', async () => {
      await store.inboxes.open('1', 'ann');
      const failing = store.inboxes.transact('1', { uids: ['ann', 'ben'] }, (inboxes) => {
        inboxes.append('ann', 'e', {}, 1);
        inboxes.append('ben', 'e', {}, 1);
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      const { value, appended } = await store.inboxes.transact('1', { uids: ['ann', 'ben'] }, (inboxes) => [
        inboxes.exists('ann'),
        inboxes.exists('ben'),
        inboxes.append('ann', 'e', { n: 1 }, 1),
        inboxes.append('ben', 'e', { n: 1 }, 1),
        inboxes.append('ben', 'e', { n: 2 }, 1),
      ]);
      expect(value).toEqual([true, false, 1, 1, 2]);
      expect(appended).toMatchObject([
        { uid: 'ann', entry: { seq: 1 } },
        { uid: 'ben', entry: { seq: 1 } },
        { uid: 'ben', entry: { seq: 2, prevSeq: 1 } },
      ]);
    });
  });

  describe('a repeated request', () => {
    const once = { key: 'publish\nann\n1', hash: 'h' };
    const writers = [
      {
        name: 'to a room',
        run: (repeat: { key: string; hash: string }, value: string, appid = '1') =>
          store.rooms.transact({ ...room, appid }, { uids: [], once: repeat }, (draft) => {
            draft.append('event', {}, under.clock.now());
            return { value };
          }),
      },
      {
        name: 'to inboxes',
        run: (repeat: { key: string; hash: string }, value: string, appid = '1') =>
          store.inboxes.transact(appid, { uids: ['ann'], once: repeat }, (inboxes) => {
            inboxes.append('ann', 'event', {}, under.clock.now());
            return { value };
          }),
      },
    ];

    describe.each(writers)('$name', ({ run }) => {
      it('resolves with the first value and appends nothing', async () => {
        await run(once, 'first');
        expect(await run(once, 'second')).toMatchObject({
          value: { value: 'first' },
          appended: [],
          repeated: true,
        });
      });

      it('with another payload rejects', async () => {
        await run(once, 'first');
        await expect(run({ ...once, hash: 'other' }, 'second')).rejects.toMatchObject({
          code: Code.INVALID_PARAMETER,
        });
      });

      it('is known in its app only', async () => {
        await run(once, 'first');
        expect((await run(once, 'second', '2')).value).toEqual({ value: 'second' });
      });

      it('is forgotten only when five minutes are over and the entry is gone', async () => {
        await open({
          history: { age: 60_000, entries: 100 },
          inbox: { age: 60_000, entries: 100 },
          rooms: { emptyTtl: 1e9 },
        });
        await run(once, 'first');
        await under.pass(299_000);
        expect((await run(once, 'again')).repeated).toBe(true);
        await under.pass(120_000);
        expect((await run(once, 'again')).repeated).toBe(false);
      });

      it('is known as long as the entry is there', async () => {
        await open({ rooms: { emptyTtl: 1e9 } });
        await run(once, 'first');
        await under.pass(3_600_000);
        expect((await run(once, 'again')).repeated).toBe(true);
      });
    });

    it('that failed is tried anew', async () => {
      const fail = store.rooms.transact(room, { uids: [], once }, () => {
        throw new Error('no');
      });
      await expect(fail).rejects.toThrow('no');
      expect((await store.rooms.transact(room, { uids: [], once }, () => 1)).value).toBe(1);
    });

    it('is done once, however many come at once', async () => {
      const all = await Promise.all(
        Array.from({ length: 20 }, () =>
          store.rooms.transact(room, { uids: [], once }, (draft) => draft.append('event', {}, 1)),
        ),
      );
      expect(new Set(all.map(({ value }) => value))).toEqual(new Set([1]));
      expect(all.filter(({ repeated }) => !repeated)).toHaveLength(1);
    });
  });

  describe('a session', () => {
    const record: SessionRecord = {
      sessionId: 's1',
      appid: '1',
      uid: 'ann',
      instance: 'i',
      instanceId: 7,
      region: 'cn',
      secretHash: 'hash',
    };
    const proof = { sessionId: 's1', uid: 'ann', secretHash: 'hash', nextSecretHash: 'next' };
    beforeEach(() => store.sessions.create(record));

    it('is found in its own app', async () => {
      expect(await store.sessions.get('1', 's1')).toEqual(record);
      expect(await store.sessions.get('2', 's1')).toBeNull();
      expect(await store.sessions.get('1', 'other')).toBeNull();
    });

    it('is resumed once it is suspended, with the right secret, which is good once', async () => {
      expect(await store.sessions.resume('1', proof)).toBeNull();
      await store.sessions.suspend('1', 's1');
      expect(await store.sessions.resume('1', { ...proof, secretHash: 'wrong' })).toBeNull();
      expect(await store.sessions.resume('1', { ...proof, uid: 'ben' })).toBeNull();
      expect(await store.sessions.resume('2', proof)).toBeNull();
      expect(await store.sessions.resume('1', proof)).toEqual({ ...record, secretHash: 'next' });
      await store.sessions.suspend('1', 's1');
      expect(await store.sessions.resume('1', proof)).toBeNull();
    });

    it('is resumed by one of many attempts at once', async () => {
      await store.sessions.suspend('1', 's1');
      const all = await Promise.all(Array.from({ length: 10 }, () => store.sessions.resume('1', proof)));
      expect(all.filter(Boolean)).toHaveLength(1);
    });

    it('keeps a user online, live or suspended, until it is closed', async () => {
      const online = () => store.sessions.online('1', ['ann', 'ben']);
      await store.sessions.create({ ...record, sessionId: 's2' });
      await store.sessions.suspend('1', 's1');
      await store.sessions.close('1', 's2');
      expect(await online()).toEqual(['ann']);
      expect(await store.sessions.online('2', ['ann'])).toEqual([]);
      await store.sessions.close('1', 's1');
      expect(await online()).toEqual([]);
    });

    it('is closed by exactly one caller, who gets its rooms', async () => {
      const other = { ...room, roomId: 's' };
      await store.sessions.addRoom('1', 's1', room);
      await store.sessions.addRoom('1', 's1', other);
      await store.sessions.removeRoom('1', 's1', room);
      expect(await store.sessions.rooms('1', 's1')).toEqual([other]);
      const all = await Promise.all(Array.from({ length: 5 }, () => store.sessions.close('1', 's1')));
      expect(all.filter(Boolean)).toEqual([{ record, rooms: [other], last: true }]);
      expect(await store.sessions.rooms('1', 's1')).toEqual([]);
    });

    it('tells when its user comes online and goes offline', async () => {
      expect(await store.sessions.create({ ...record, uid: 'ben', sessionId: 's2' })).toBe(true);
      expect(await store.sessions.create({ ...record, uid: 'ben', sessionId: 's3' })).toBe(false);
      expect(await store.sessions.close('1', 's2')).toMatchObject({ last: false });
      expect(await store.sessions.close('1', 's3')).toMatchObject({ last: true });
    });

    it('is one of its user', async () => {
      await store.sessions.create({ ...record, sessionId: 's2' });
      await store.sessions.setRegion('1', 's2', 'us');
      const all = await store.sessions.ofUser('1', 'ann');
      expect(all.map(({ sessionId, region }) => [sessionId, region]).sort()).toEqual([
        ['s1', 'cn'],
        ['s2', 'us'],
      ]);
      expect(await store.sessions.ofUser('2', 'ann')).toEqual([]);
    });
  });

  describe('a token', () => {
    it('is burned once until its time', async () => {
      const until = under.clock.now() + 10_000;
      const burned = await Promise.all([1, 2, 3].map(() => store.tokens.burn('t', until)));
      expect(burned.filter(Boolean)).toHaveLength(1);
      expect(await store.tokens.burn('other', until)).toBe(true);
    });

    it('that was kept is taken once, and not after its time', async () => {
      await store.tokens.put('t', { a: 1 }, under.clock.now() + 10_000);
      const taken = await Promise.all([store.tokens.take('t'), store.tokens.take('t')]);
      expect(taken.filter(Boolean)).toEqual([{ a: 1 }]);
      await store.tokens.put('t', { a: 1 }, under.clock.now() + 10_000);
      await under.pass(10_000);
      expect(await store.tokens.take('t')).toBeNull();
    });
  });

  describe('sessions and links', () => {
    it('tells who hears something now: users with a live session, not those in their grace', async () => {
      const session = (sessionId: string, uid: string): SessionRecord => ({
        sessionId,
        appid: '1',
        uid,
        instance: sessionId,
        instanceId: 1,
        region: 'cn',
        secretHash: 'h',
      });
      await store.sessions.create(session('s1', 'ann'));
      await store.sessions.create(session('s2', 'ann'));
      await store.sessions.create(session('s3', 'ben'));
      await store.sessions.suspend('1', 's1');
      await store.sessions.suspend('1', 's3');
      expect(await store.sessions.connected('1', ['cat', 'ben', 'ann'])).toEqual(['ann']);
      expect(await store.sessions.connected('2', ['ann'])).toEqual([]);
      await store.sessions.suspend('1', 's2');
      expect(await store.sessions.connected('1', ['ann'])).toEqual([]);
    });
  });

  invitationConformance(async (limits) => {
    await under.store.close();
    await open(limits);
    return under;
  });

  it('forgets everything in time', async () => {
    await open({ rooms: { emptyTtl: 1_000 }, inbox: { age: 60_000 }, history: { age: 60_000 } });
    await enter('ann');
    await store.rooms.transact(room, { uids: ['ann'], once: { key: 'k', hash: 'h' } }, (draft) => {
      draft.removeMember('ann');
      draft.append('event', {}, under.clock.now());
    });
    await store.inboxes.transact('1', { uids: ['ann'] }, (inboxes) =>
      inboxes.append('ann', 'e', {}, under.clock.now()),
    );
    expect(await store.stats()).toMatchObject({ rooms: 1, inboxes: 1, streamEntries: 2, remembered: 1 });
    await under.pass(600_000);
    expect(await store.stats()).toEqual({
      rooms: 0,
      members: 0,
      sessions: 0,
      inboxes: 0,
      streamEntries: 0,
      streamBytes: 0,
      remembered: 0,
      openInvitations: 0,
      invitations: 0,
    });
  });
}
