import { afterAll, beforeAll, expect, it } from 'vitest';
import { HRTC, Hummer, HummerError } from '../../src/core/index.js';
import { createHouse, type House, type Resident } from './support/house.js';

let house: House;
let ann: Resident;
beforeAll(async () => {
  house = createHouse();
  ann = await house.enter('ann');
});
afterAll(() => house.close());

type Call = (...args: unknown[]) => unknown;

/** What a caller without types may do to every call that needs an object. */
const calls: [name: string, of: () => object][] = [
  ...['login', 'refreshToken', 'setUserRegion'].map(
    (name) => [name, () => ann.hummer] as [string, () => object],
  ),
  ...[
    'createRoom',
    'sendMessageToUser',
    'queryUsersOnlineStatus',
    'setRoomAttributes',
    'addOrUpdateRoomAttributes',
    'deleteRoomAttributesByKeys',
    'clearRoomAttributes',
    'getRoomAttributes',
    'getRoomAttributesByKeys',
    'getRoomUserCount',
  ].map((name) => [name, () => ann.hummer.createInstance()] as [string, () => object]),
  ...[
    'sendMessageToRoom',
    'setLocalUserAttributes',
    'addOrUpdateLocalUserAttributes',
    'deleteLocalUserAttributesByKeys',
    'getUserAttributes',
    'getUserAttributesByKeys',
  ].map((name) => [name, () => ann.room] as [string, () => object]),
];

it.each(calls)('%s without its object says what it takes', async (name, of) => {
  const owner = of() as Record<string, Call>;
  for (const wrong of [undefined, null, 'demo', 7]) {
    // A call that answers at once throws, one that answers later rejects.
    const outcome = await Promise.resolve()
      .then(() => owner[name]?.call(owner, wrong))
      .catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(HummerError);
    expect(outcome).toMatchObject({ code: 2001, action: 'fix-input' });
    expect((outcome as HummerError).message).toContain('takes one object');
  }
});

it('createHummer without options says what it takes', () => {
  expect(() => Hummer.createHummer(undefined as never)).toThrow(/createHummer\(\) takes one object/);
});

it.each([
  ['appid', -1],
  ['appid', '1'],
  ['url', 'rtc'],
  ['url', 7],
  ['region', 'mars'],
  ['tokenProvider', 'a token'],
  ['signatureProvider', 'a signature'],
  ['logLevel', 'loud'],
  ['requestTimeout', 0],
  ['requestTimeout', '5000'],
  ['storage', {}],
])('createHummer says what %s must be, instead of %o', (field, wrong) => {
  const options = { appid: 1, [field]: wrong };
  expect(() => Hummer.createHummer(options as never)).toThrow(
    expect.objectContaining({ code: 2001, context: expect.objectContaining({ field }) as object }) as Error,
  );
});

it('names the receiver of a message that has none', async () => {
  const sent = ann.hummer
    .createInstance()
    .sendMessageToUser({ type: 'text', content: new Uint8Array(1) } as never);
  await expect(sent).rejects.toMatchObject({ code: 2001, context: { field: 'receiver' } });
});

it('knows only messages that are reliable or not', async () => {
  const sent = ann.room.sendMessageToRoom({
    type: 'text',
    content: new Uint8Array(1),
    reliable: 'no',
  } as never);
  await expect(sent).rejects.toMatchObject({ code: 2001, context: { field: 'reliable' } });
});

type On = (event: unknown, handler: unknown) => unknown;

/** All that can be listened to, an event that it has, and the code of its errors. */
const emitters: [name: string, of: () => object, event: string, code: number][] = [
  ['a client', () => ann.hummer, 'TokenExpired', 2001],
  ['the room service', () => ann.hummer.createInstance(), 'MessageFromUser', 2001],
  ['a room', () => ann.room, 'RoomMessage', 2001],
  ['a client of media', () => ann.hummer.rtc.createClient(), 'stream-added', 90_000_005],
  ['a stream', () => HRTC.createStream({ audio: true }), 'player-state-change', 90_000_005],
];

it.each(emitters)('%s says which events there are, of one that is mistyped', (_name, of, event, code) => {
  const emitter = of() as { on: On };
  for (const wrong of ['toString', event.toUpperCase(), '', undefined, 7]) {
    expect(() => emitter.on(wrong, () => undefined)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(event) as unknown }),
    );
  }
  expect(() => emitter.on(event, undefined)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining('handler') as unknown }),
  );
});
