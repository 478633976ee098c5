import { describe, expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../src/protocol/codes.js';
import type { HummerRequests } from '../../../src/protocol/hummer.js';
import { TestServer, type TestClient, type TestServerOptions } from '../support/testServer.js';

type Requested = [event: keyof HummerRequests, data: Record<string, unknown>];

const message = { roomId: 'r', clientMsgId: 'm', type: 't', content: 'hi' };
const write = { roomId: 'r', clientMsgId: 'w', op: 'set', attributes: {} };
const pairs = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${String(i)}`, 'x']));
const uids = (count: number): string[] => Array.from({ length: count }, (_, i) => `u${String(i)}`);

/** Ann and Ben are in room `r`, and Eve breaks a rule there. */
async function classroom(options: TestServerOptions = {}) {
  const server = new TestServer(options);
  const [ann, ben, eve] = [await server.enter('ann'), await server.enter('ben'), await server.enter('eve')];
  await ann.request('room:writeAttributes', { ...write, attributes: { title: 'Maths' } });
  await ben.request('room:writeUserAttributes', { ...write, attributes: { seat: '1' } });
  await server.settle();
  return { server, ann, ben, eve };
}

/** Ben has heard nothing, all is as it was, and what Ann says is the next thing he hears. */
async function unnoticed(
  { server, ann, ben, eve }: Awaited<ReturnType<typeof classroom>>,
  breach: (eve: TestClient) => Promise<void>,
): Promise<void> {
  const before = await ben.request('room:snapshot', { roomId: 'r' });
  const heard = ben.received.length;
  await breach(eve);
  await server.settle();
  expect(ben.received.length).toBe(heard);
  const after = await ben.request('room:snapshot', { roomId: 'r' });
  expect(after).toEqual({ ...before, serverTime: after.serverTime });
  await ann.say('go on');
  await server.settle();
  expect(ben.pushes.at(-1)).toMatchObject({ seq: before.seq + 1, data: { content: 'go on' } });
  expect(ben.closedByServer).toBe(false);
}

describe('what is too large is refused with a code, and the neighbour does not notice', () => {
  it.each<[what: string, ...Requested, code: number]>([
    ['content', 'room:publish', { ...message, content: 'x'.repeat(32_769) }, Code.MESSAGE_TOO_LARGE],
    ['a frame', 'room:publish', { ...message, content: 'x'.repeat(300_000) }, Code.MESSAGE_TOO_LARGE],
    ['appExtras by number', 'room:publish', { ...message, appExtras: pairs(17) }, Code.MESSAGE_TOO_LARGE],
    [
      'appExtras by size',
      'room:publish',
      { ...message, appExtras: { a: 'x'.repeat(5_000) } },
      Code.MESSAGE_TOO_LARGE,
    ],
    ['a type', 'room:publish', { ...message, type: 't'.repeat(65) }, Code.INVALID_PARAMETER],
    [
      'the number of attributes of the room',
      'room:writeAttributes',
      { ...write, clientMsgId: 'e', attributes: pairs(65) },
      Code.TOO_MANY_ROOM_ATTRIBUTES,
    ],
    [
      'an attribute of the room',
      'room:writeAttributes',
      { ...write, clientMsgId: 'e', attributes: { a: 'x'.repeat(8_193) } },
      Code.ROOM_ATTRIBUTES_TOO_LARGE,
    ],
    [
      'the number of attributes of a user',
      'room:writeUserAttributes',
      { ...write, clientMsgId: 'e', attributes: pairs(65) },
      Code.TOO_MANY_USER_ATTRIBUTES,
    ],
    [
      'an attribute of a user',
      'room:writeUserAttributes',
      { ...write, clientMsgId: 'e', attributes: { a: 'x'.repeat(8_193) } },
      Code.USER_ATTRIBUTES_TOO_LARGE,
    ],
    [
      'the words of a leave',
      'room:leave',
      { roomId: 'r', extra: { a: 'x'.repeat(5_000) } },
      Code.MESSAGE_TOO_LARGE,
    ],
    ['a question about users', 'peer:queryOnline', { uids: uids(501) }, Code.INVALID_PARAMETER],
    ['a watch of users', 'peer:watchOnline', { uids: uids(501) }, Code.INVALID_PARAMETER],
    ['a question about rooms', 'room:userCount', { roomIds: uids(101) }, Code.INVALID_PARAMETER],
    [
      'a message to a user',
      'peer:send',
      { receiver: 'ben', clientMsgId: 'p', type: 't', content: 'x'.repeat(32_769) },
      Code.MESSAGE_TOO_LARGE,
    ],
  ])('%s', async (_what, event, data, code) => {
    const here = await classroom();
    await unnoticed(here, async (eve) => {
      expect(await eve.refusal(event, data)).toBe(code);
    });
    expect(here.eve.closedByServer).toBe(false);
  });
});

describe('who goes too fast', () => {
  it('is refused with 4003, while the neighbour has a rate of its own', async () => {
    await unnoticed(await classroom(), async (eve) => {
      const asked = Array.from({ length: 110 }, () => eve.refusal('room:members', { roomId: 'r' }));
      expect((await Promise.all(asked)).at(-1)).toBe(Code.TOO_FREQUENT);
    });
  });

  it('and does not stop is put out, for the grace a member like any that is away', async () => {
    const here = await classroom();
    await unnoticed(here, async (eve) => {
      for (let i = 0; i < 130; i++) void eve.refusal('room:members', { roomId: 'r' });
      await here.server.settle();
      expect(eve.closedByServer).toBe(true);
    });
    await here.server.clock.tick(20_000);
    expect(here.ben.pushes.at(-1)).toMatchObject({
      event: 'room:left',
      data: { members: [{ uid: 'eve', reason: 'timeout' }] },
    });
  });
});

describe('who may not is refused, and the neighbour does not notice', () => {
  it.each<[what: string, ...Requested, code: number]>([
    [
      'write what is the server’s',
      'room:writeAttributes',
      { ...write, clientMsgId: 'e', attributes: { $role: 'x' } },
      Code.NO_PERMISSION,
    ],
    [
      'give itself a role',
      'room:writeUserAttributes',
      { ...write, clientMsgId: 'e', attributes: { $role: 'x' } },
      Code.NO_PERMISSION,
    ],
    [
      'write what authorize() refuses',
      'room:writeAttributes',
      { ...write, clientMsgId: 'e' },
      Code.NO_PERMISSION,
    ],
    [
      'read what authorize() refuses',
      'room:history',
      { roomId: 'r', epoch: '', from: 0 },
      Code.NO_PERMISSION,
    ],
    ['speak where it is not', 'room:publish', { ...message, roomId: 'elsewhere' }, Code.NOT_IN_ROOM],
    ['see where it is not', 'room:snapshot', { roomId: 'elsewhere' }, Code.NOT_IN_ROOM],
  ])('to %s', async (_what, event, data, code) => {
    const authorize: TestServerOptions['authorize'] = ({ uid }, action) => uid !== 'eve' || action === 'join';
    await unnoticed(await classroom({ authorize }), async (eve) => {
      expect(await eve.refusal(event, data)).toBe(code);
    });
  });

  it('to be in one room more than a connection may', async () => {
    await unnoticed(await classroom({ limits: { rooms: { perConnection: 1 } } }), async (eve) => {
      expect(await eve.refusal('room:join', { roomId: 's' })).toBe(Code.TOO_MANY_ROOMS);
    });
  });

  it('to come back while it is banned', async () => {
    const here = await classroom();
    await here.server.backend.admin.ban({ appid: '1', region: 'cn', roomId: 'r' }, 'eve', 60);
    await here.server.settle();
    await unnoticed(here, async (eve) => {
      expect(await eve.refusal('room:join', { roomId: 'r' })).toBe(Code.NO_PERMISSION);
    });
  });
});
