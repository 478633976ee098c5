import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HummerErrorCode as Code } from '../../../src/protocol/codes.js';
import type { WireError } from '../../../src/protocol/errors.js';
import { DEFAULT_LIMITS } from '../../../src/protocol/limits.js';
import { schemaContext } from '../../../src/protocol/schemas/common.js';
import { hummerDecoders } from '../../../src/protocol/schemas/hummer.js';
import { TestServer } from '../support/testServer.js';

const EVENTS = Object.keys(hummerDecoders(schemaContext(DEFAULT_LIMITS)));

/** Values that a field may be meant to have, and such as break programs. */
const value = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('r', 'ann', 'eve', 'cn', 'set', 'clear', 'delete', 'base64', 'chat', '1'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      '',
      '__proto__',
      'constructor',
      '$role',
      '\u0000',
      '\ud800',
      null,
      true,
      0,
      -1,
      1.5,
      2 ** 53,
      1e308,
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('x'.repeat(40_000), { a: 'b' }, { a: 1 }, ['a'], [], {}) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
const FIELDS = [
  'appid',
  'uid',
  'token',
  'region',
  'instance',
  'resume',
  'roomId',
  'roomIds',
  'uids',
  'extra',
  'clientMsgId',
  'type',
  'content',
  'encoding',
  'appExtras',
  'reliable',
  'epoch',
  'from',
  'to',
  'op',
  'attributes',
  'keys',
  'ifRevision',
  'receiver',
  'role',
] as const;
const data = fc.oneof(
  { weight: 5, arbitrary: fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 10 }) },
  { weight: 1, arbitrary: fc.jsonValue() },
);

it('answers whatever it is sent, never with a failure of its own', { timeout: 60_000 }, async () => {
  const many = { burst: 1e9, perSecond: 1e9 };
  const server = new TestServer({
    limits: { requests: many, breaches: { count: 1e9 }, presenceWatches: 1e9, rooms: { perConnection: 1e9 } },
  });
  const healthy = await server.enter('ann', { room: 'quiet' });
  await healthy.say('first', { roomId: 'quiet' });
  let eve = await server.enter('eve');
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...EVENTS), data, async (event, payload) => {
      const [status, body] = await eve.emit(event, { data: payload });
      answers++;
      if (status === 'error') {
        const { errcode, errmsg } = body as WireError;
        expect({ event, payload, errcode }).not.toMatchObject({ errcode: Code.SERVER });
        expect(errmsg).toMatch(/\w/);
      } else if (event === 'session:logout') eve = await server.enter('eve');
    }),
    { numRuns: 3_000, seed: Number(process.env['FUZZ_SEED'] ?? 11) },
  );
  expect(answers).toBeGreaterThanOrEqual(3_000);
  expect(healthy.pushes.map((push) => push.event)).toEqual(['room:joined', 'room:message']);
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  await eve.say('eve still works');
});
