import { describe, expect, it } from 'vitest';
import { difference, type Observer } from '../../../src/core/signaling/difference.js';
import type { InviteeState, WireInvitation } from '../../../src/protocol/signaling.js';

const BEFORE: WireInvitation = {
  inviteID: 'i1',
  inviter: 'ann',
  groupID: 'club',
  region: 'cn',
  data: 'tennis?',
  revision: 1,
  invitees: ['bob', 'eve', 'joe'].map((uid) => ({
    uid,
    state: 'invited',
    data: '',
    endedAt: null,
    instanceId: null,
    reached: true,
  })),
  cancelData: '',
  timeout: 30,
  createdAt: 0,
  expiresAt: 30_000,
  onlineUserOnly: false,
  version: 1,
};

function ended(uid: string, state: InviteeState, endedAt = 1, instanceId = 7, from = BEFORE): WireInvitation {
  return {
    ...from,
    version: from.version + 1,
    invitees: from.invitees.map((one) =>
      one.uid === uid ? { ...one, state, endedAt, instanceId, data: `${uid}'s word` } : one,
    ),
  };
}

const eyes = (uid: string, change: Partial<Observer> = {}): Observer => ({
  uid,
  instanceId: 1,
  cancels: false,
  modifies: false,
  ...change,
});

describe('the difference between two versions', () => {
  it('of an unknown one is a new invitation for who may answer it, and nothing for anybody else', () => {
    expect(difference(undefined, BEFORE, eyes('bob'))).toEqual([
      {
        name: 'ts_new_invitation_received',
        data: {
          inviteID: 'i1',
          inviter: 'ann',
          groupID: 'club',
          inviteeList: ['bob', 'eve', 'joe'],
          data: 'tennis?',
        },
      },
    ]);
    expect(difference(undefined, BEFORE, eyes('ann'))).toEqual([]);
    expect(difference(undefined, ended('bob', 'rejected'), eyes('bob'))).toEqual([]);
  });

  it('tells a late comer what the others answered before', () => {
    const names = difference(undefined, ended('eve', 'accepted'), eyes('bob')).map(({ name }) => name);
    expect(names).toEqual(['ts_new_invitation_received', 'ts_invitee_accepted']);
  });

  it('is an answer, for everybody but the client that gave it', () => {
    const answer = {
      name: 'ts_invitee_accepted',
      data: { inviteID: 'i1', inviter: 'ann', groupID: 'club', invitee: 'bob', data: "bob's word" },
    };
    const now = ended('bob', 'accepted');
    expect(difference(BEFORE, now, eyes('ann'))).toEqual([answer]);
    expect(difference(BEFORE, now, eyes('eve'))).toEqual([answer]);
    expect(difference(BEFORE, now, eyes('bob'))).toEqual([answer]); // another device of bob's
    expect(difference(BEFORE, now, eyes('bob', { instanceId: 7 }))).toEqual([]);
  });

  it('names rejections as such', () => {
    expect(difference(BEFORE, ended('eve', 'rejected'), eyes('ann'))).toMatchObject([
      { name: 'ts_invitee_rejected', data: { invitee: 'eve' } },
    ]);
  });

  it('is one cancellation for all, but for the client that cancelled', () => {
    let now = { ...BEFORE, cancelData: 'rain' };
    for (const uid of ['bob', 'eve', 'joe']) now = ended(uid, 'cancelled', 1, 7, now);
    expect(difference(BEFORE, now, eyes('bob'))).toEqual([
      {
        name: 'ts_invitation_cancelled',
        data: { inviteID: 'i1', inviter: 'ann', groupID: 'club', data: 'rain' },
      },
    ]);
    expect(difference(BEFORE, now, eyes('ann', { cancels: true }))).toEqual([]);
  });

  it('is one timeout, self for who did not answer and not for the others', () => {
    const answered = ended('bob', 'accepted');
    const now = ended('eve', 'timedOut', 2, 7, ended('joe', 'timedOut', 2, 7, answered));
    const self = (uid: string) =>
      difference(answered, now, eyes(uid)).map(({ data }) => [
        (data as { isSelfTimeout: boolean }).isSelfTimeout,
        (data as { inviteeList: string[] }).inviteeList,
      ]);
    expect(self('ann')).toEqual([[false, ['eve', 'joe']]]);
    expect(self('bob')).toEqual([[false, ['eve', 'joe']]]);
    expect(self('eve')).toEqual([[true, ['eve', 'joe']]]);
  });

  it('is a modification, but for the client that modified', () => {
    const now = { ...BEFORE, data: 'chess?', revision: 2, version: 2 };
    expect(difference(BEFORE, now, eyes('bob'))).toEqual([
      { name: 'ts_invitation_modified', data: { inviteID: 'i1', data: 'chess?' } },
    ]);
    expect(difference(BEFORE, now, eyes('ann', { modifies: true }))).toEqual([]);
  });

  it('over several versions is all that happened, in its order', () => {
    const now = {
      ...ended('bob', 'accepted', 9, 7, ended('eve', 'rejected', 3)),
      data: 'chess?',
      revision: 2,
    };
    expect(difference(BEFORE, now, eyes('ann')).map(({ name }) => name)).toEqual([
      'ts_invitation_modified',
      'ts_invitee_rejected',
      'ts_invitee_accepted',
    ]);
  });

  it('between the same versions is nothing', () => {
    const now = ended('bob', 'accepted');
    expect(difference(now, now, eyes('ann'))).toEqual([]);
  });
});
