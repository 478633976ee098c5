import { describe, expect, it } from 'vitest';
import {
  abandon,
  expire,
  newInvitation,
  partiesOf,
  reach,
} from '../../../../src/server/domain/signaling/invitation.js';

const now = 1_000_000;
const wanted = {
  inviteeList: ['ben', 'cat'],
  groupID: 'team',
  region: 'cn',
  data: '',
  timeout: 30,
  onlineUserOnly: false,
} as const;
const record = newInvitation(
  { appid: '1', uid: 'ann', now },
  wanted,
  { reached: ['ben'], hidden: [], pushed: ['cat'] },
  86_400_000,
);

describe('an invitation by itself', () => {
  it('does not expire before its time, whoever says so', () => {
    expect(expire(record, now + 29_999)).toBe(record);
    expect(expire(record, now + 30_000)).not.toBe(record);
  });

  it('expires once', () => {
    const ended = expire(record, now + 31_000);
    expect(expire(ended, now + 32_000)).toBe(ended);
    expect(ended.invitation.invitees.map(({ endedAt }) => endedAt)).toEqual([now + 30_000, now + 30_000]);
  });

  it('whose time is over is not cancelled by an inviter who goes: it has timed out', () => {
    expect(abandon(record, now + 30_000)).toBe(record);
    expect(abandon(record, now + 29_999).invitation.invitees[0]?.state).toBe('cancelled');
  });

  it('is reached once by each invitee, while it rings', () => {
    expect(reach(record, 'ben')).toBe(record);
    expect(reach(record, 'eve')).toBe(record);
    const reached = reach(record, 'cat');
    expect(reached.invitation.invitees.map((one) => one.reached)).toEqual([true, true]);
    const ended = expire(record, now + 30_000);
    expect(reach(ended, 'cat')).toBe(ended);
  });

  it('is told to its inviter and to all invitees who may know of it', () => {
    expect(partiesOf(record)).toEqual(['ann', 'ben', 'cat']);
    expect(partiesOf({ ...record, hidden: ['cat'] })).toEqual(['ann', 'ben']);
  });
});
