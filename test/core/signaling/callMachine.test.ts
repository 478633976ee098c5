import { describe, expect, it } from 'vitest';
import { CALL_TRANSITIONS, type CallEvent } from '../../../src/core/signaling/callMachine.js';
import { judgeCall, type CallFacts, type CallVerdict } from '../../../src/core/signaling/callVerdict.js';
import { createMachine } from '../../../src/lib/machine.js';
import type { InviteeState, WireInvitation, WireInvitee } from '../../../src/protocol/signaling.js';
import { CALL_END_CODES, type CallStatus } from '../../../src/store/call.js';

const EVENTS: CallEvent[] = ['dial', 'ring', 'accept', 'answered', 'meet', 'end', 'clear'];

/** The state after each event in each state; '-' for events that a state does not take. */
const TABLE: Record<CallStatus, Record<CallEvent, CallStatus | '-'>> = {
  idle: { dial: 'dialling', ring: 'ringing', accept: '-', answered: '-', meet: '-', end: '-', clear: '-' },
  dialling: {
    dial: '-',
    ring: '-',
    accept: '-',
    answered: 'connecting',
    meet: '-',
    end: 'ended',
    clear: 'idle',
  },
  ringing: {
    dial: '-',
    ring: '-',
    accept: 'connecting',
    answered: '-',
    meet: '-',
    end: 'ended',
    clear: 'idle',
  },
  connecting: {
    dial: '-',
    ring: '-',
    accept: '-',
    answered: '-',
    meet: 'connected',
    end: 'ended',
    clear: 'idle',
  },
  connected: { dial: '-', ring: '-', accept: '-', answered: '-', meet: '-', end: 'ended', clear: 'idle' },
  ended: {
    dial: 'dialling',
    ring: 'ringing',
    accept: '-',
    answered: '-',
    meet: '-',
    end: '-',
    clear: 'idle',
  },
};

const CASES = (Object.keys(TABLE) as CallStatus[]).flatMap((state) =>
  EVENTS.map((event) => [state, event, TABLE[state][event]] as const),
);

describe('a call', () => {
  it.each(CASES)('that is %s takes %s to %s', (state, event, next) => {
    const machine = createMachine(CALL_TRANSITIONS, state);
    expect(machine.send(event)).toBe(next !== '-');
    expect(machine.state).toBe(next === '-' ? state : next);
  });

  it('ends for one of ten reasons, counted as in the field', () => {
    expect(Object.values(CALL_END_CODES)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

const BUSY = JSON.stringify({ type: 'hummer-call', version: 1, busy: true });

function invitee(uid: string, state: InviteeState, change: Partial<WireInvitee> = {}): WireInvitee {
  return { uid, state, data: '', endedAt: null, instanceId: 7, reached: true, ...change };
}

function record(...invitees: WireInvitee[]): WireInvitation {
  return {
    inviteID: 'i1',
    inviter: 'ann',
    groupID: '',
    region: 'cn',
    data: '',
    revision: 1,
    invitees,
    cancelData: '',
    timeout: 30,
    createdAt: 0,
    expiresAt: 30_000,
    onlineUserOnly: false,
    version: 2,
  };
}

function verdict(state: CallStatus, uid: string, change: Partial<CallFacts>): CallVerdict {
  return judgeCall({
    state,
    uid,
    instanceId: 1,
    invited: true,
    record: undefined,
    overdue: false,
    answering: false,
    media: null,
    awaited: [],
    ...change,
  });
}

describe('what is known of a dialled call', () => {
  const dialling = (...invitees: WireInvitee[]) =>
    verdict('dialling', 'ann', { record: record(...invitees) });

  it.each([
    ['rejected', invitee('bob', 'rejected')],
    ['busy', invitee('bob', 'rejected', { data: BUSY })],
    ['noResponse', invitee('bob', 'timedOut')],
    ['offline', invitee('bob', 'timedOut', { reached: false })],
    ['cancelled', invitee('bob', 'cancelled')],
  ])('ends it as %s', (reason, bob) => {
    expect(dialling(bob)).toMatchObject({ event: 'end', reason });
  });

  it('ends a group only when nobody is left, by what people did before what they did not', () => {
    expect(dialling(invitee('bob', 'rejected'), invitee('eve', 'invited'))).toBeNull();
    expect(dialling(invitee('bob', 'timedOut'), invitee('eve', 'rejected'))).toMatchObject({
      reason: 'rejected',
    });
  });

  it('is answered by the first who accepts', () => {
    expect(dialling(invitee('bob', 'accepted'), invitee('eve', 'invited'))).toEqual({ event: 'answered' });
  });

  it('waits for the server, gives up past the deadline, and ends with what the server forgot', () => {
    expect(verdict('dialling', 'ann', { invited: false })).toBeNull();
    expect(
      verdict('dialling', 'ann', { overdue: true, record: record(invitee('bob', 'invited')) }),
    ).toMatchObject({
      reason: 'noResponse',
    });
    expect(verdict('dialling', 'ann', {})).toMatchObject({ reason: 'endedByServer' });
  });
});

describe('what is known of a call that rings', () => {
  const ringing = (bob: WireInvitee) => verdict('ringing', 'bob', { record: record(bob) });

  it.each([
    ['otherDeviceAccepted', invitee('bob', 'accepted')],
    ['otherDeviceRejected', invitee('bob', 'rejected')],
    ['rejected', invitee('bob', 'rejected', { instanceId: 1 })],
    ['cancelled', invitee('bob', 'cancelled', { instanceId: null })],
    ['noResponse', invitee('bob', 'timedOut', { instanceId: null })],
  ])('ends it as %s', (reason, bob) => {
    expect(ringing(bob)).toMatchObject({ event: 'end', reason });
  });

  it('goes on while it may be answered, and is answered here in whatever way', () => {
    expect(ringing(invitee('bob', 'invited'))).toBeNull();
    expect(ringing(invitee('bob', 'accepted', { instanceId: 1 }))).toEqual({ event: 'accept' });
  });

  it('never rings past its deadline, whatever the link does', () => {
    expect(
      verdict('ringing', 'bob', { overdue: true, record: record(invitee('bob', 'invited')) }),
    ).toMatchObject({
      reason: 'noResponse',
    });
  });
});

describe('what is known of the room of a call', () => {
  const media = (change: object) => ({
    joined: true,
    present: [],
    seen: new Set<string>(),
    lastLeft: 'hangUp' as const,
    over: null,
    ...change,
  });
  const accepted = record(invitee('bob', 'accepted'));

  it('connects it when two are there', () => {
    const facts = { record: accepted, media: media({ present: ['bob'] }) };
    expect(verdict('connecting', 'ann', facts)).toEqual({ event: 'meet' });
    expect(verdict('connected', 'ann', facts)).toBeNull();
  });

  it('keeps it while somebody may still come', () => {
    expect(verdict('connecting', 'ann', { record: accepted, media: media({}), awaited: ['bob'] })).toBeNull();
    const open = record(invitee('bob', 'accepted'), invitee('eve', 'invited'));
    expect(
      verdict('connected', 'ann', { record: open, media: media({ seen: new Set(['bob']) }) }),
    ).toBeNull();
  });

  it('ends it when nobody came, and when the last has left', () => {
    expect(verdict('connecting', 'ann', { record: accepted, media: media({}) })).toMatchObject({
      reason: 'offline',
    });
    for (const lastLeft of ['hangUp', 'offline', 'endedByServer'] as const) {
      const gone = media({ seen: new Set(['bob']), lastLeft });
      expect(verdict('connected', 'ann', { record: accepted, media: gone })).toMatchObject({
        reason: lastLeft,
      });
    }
  });

  it('ends it with the own membership, whoever is there', () => {
    const over = media({ present: ['bob'], over: { reason: 'endedByServer', error: null } });
    expect(verdict('connected', 'ann', { record: accepted, media: over })).toEqual({
      event: 'end',
      reason: 'endedByServer',
      error: null,
    });
  });
});
