import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WireError } from '../../../../src/protocol/errors.js';
import { SignalingErrorCode } from '../../../../src/protocol/signalingCodes.js';
import { SignalingHouse } from './support.js';

const PUSH = {
  disablePush: false,
  title: 't',
  androidInfo: { VIVOClassification: 1, HuaWeiImage: 'https://a.example/i.png' },
  apnsInfo: { image: 'https://a.example/i.png', ignoreIOSBadge: true },
};
/** Requests that are well formed, but for what is put in the place of some fields. */
const REQUESTS: Readonly<Record<string, Record<string, unknown>>> = {
  'signaling:invite': {
    inviteeList: ['ann'],
    groupID: 'r',
    data: '',
    timeout: 30,
    onlineUserOnly: false,
    offlinePushInfo: PUSH,
  },
  'signaling:cancel': { inviteID: 'known', data: '' },
  'signaling:accept': { inviteID: 'known', data: '' },
  'signaling:reject': { inviteID: 'known', data: '' },
  'signaling:modify': { inviteID: 'known', data: '', ifRevision: 1 },
  'signaling:sync': { known: [{ inviteID: 'known', version: 1 }] },
};
const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1.5,
    2 ** 53,
    '',
    '__proto__',
    'ann',
    'eve',
    '\u0000',
    '\ud800',
  ),
  fc.constantFrom<unknown>([], ['ann', 'ann'], ['eve'], [null], {}, { __proto__: null }, 'x'.repeat(20_000)),
  fc.jsonValue({ maxDepth: 4 }),
);
const request = fc.constantFrom(...Object.keys(REQUESTS)).chain((event) =>
  fc
    .dictionary(fc.constantFrom('clientMsgId', ...Object.keys(REQUESTS[event] ?? {})), strange, {
      maxKeys: 3,
    })
    .map((changes): [string, Record<string, unknown>] => [event, { ...REQUESTS[event], ...changes }]),
);

it('whatever is put into a request, the answer is a success or a code of seed 001', async () => {
  const house = new SignalingHouse({
    limits: {
      requests: { burst: 1e9, perSecond: 1e9 },
      breaches: { count: 1e9 },
      invitations: { openPerInviter: 1e9, openPerApp: 1e9 },
    },
  });
  const ann = await house.enter('ann');
  const eve = await house.enter('eve', 'r');
  const { inviteID } = await ann.invite(['ben'], { timeout: 0 });
  const codes: number[] = Object.values(SignalingErrorCode);
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(request, async ([event, data]) => {
      const sent: Record<string, unknown> = { clientMsgId: crypto.randomUUID(), ...data };
      if (sent['inviteID'] === 'known') sent['inviteID'] = inviteID;
      const [status, body] = await eve.client.emit(event, { data: sent });
      const code = status === 'success' ? 0 : (body as WireError).errcode;
      seen.add(code);
      if (code !== 0) expect(codes).toContain(code);
    }),
    { numRuns: 2_000 },
  );
  // It got through, and it was stopped: at the schema, at what there is, and at who may.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      0,
      SignalingErrorCode.INVALID_PARAMETER,
      SignalingErrorCode.INVALID_INVITE_ID,
      SignalingErrorCode.NO_PERMISSION,
    ]),
  );
  expect((await house.record(inviteID))?.invitees).toMatchObject([{ uid: 'ben', state: 'invited' }]);
});
