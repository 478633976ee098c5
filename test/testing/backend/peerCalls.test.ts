import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { internalsOf } from '../../../src/core/internals.js';
import { createTestBackend, type PushMessage, type TestBackend } from '../../../src/testing/index.js';

let backend: TestBackend;
beforeEach(() => {
  backend = createTestBackend();
});
afterEach(() => backend.close());

/** How the invitees of an invitation stand, as the server tells `uid`. */
async function statesOf(uid: string, inviteID: string): Promise<string[] | undefined> {
  const { invitations } = await internalsOf(backend.peer(uid).hummer).request('signaling:sync', {
    known: [{ inviteID, version: 0 }],
  });
  return invitations.find((one) => one.inviteID === inviteID)?.invitees.map(({ state }) => state);
}

describe('a scripted peer', () => {
  it('invites, and accepts what rings for it', async () => {
    const inviteID = await backend.peer('ann').invite('ben', { data: 'hi', timeout: 20 });
    expect(await statesOf('ann', inviteID)).toEqual(['invited']);
    await backend.peer('ben').accept({ data: 'coming' });
    expect(await statesOf('ann', inviteID)).toEqual(['accepted']);
  });

  it('rejects the newest, or the one that is named', async () => {
    const first = await backend.peer('ann').invite('ben');
    await backend.clock.tick(10);
    const second = await backend.peer('cat').invite('ben');
    await backend.peer('ben').reject();
    expect(await statesOf('ben', second)).toEqual(['rejected']);
    await backend.peer('ben').reject({ inviteID: first });
    expect(await statesOf('ben', first)).toEqual(['rejected']);
  });

  it('invites members of its room and takes it back', async () => {
    await backend.peer('ann').join('team');
    const inviteID = await backend.peer('ann').invite(['ben', 'cat'], { room: 'team' });
    await backend.peer('cat').accept();
    await backend.peer('ann').cancel();
    expect(await statesOf('ann', inviteID)).toEqual(['cancelled', 'accepted']);
    expect((await backend.server.stats()).openInvitations).toBe(0);
  });

  it('says so when nothing rings for it', async () => {
    await expect(backend.peer('ben').accept()).rejects.toThrow('no invitation to accept');
  });

  it('that is not there is woken by the push service of the app', async () => {
    const sent: PushMessage[] = [];
    await backend.close();
    backend = createTestBackend({ push: { send: (push) => void sent.push(push) } });
    const inviteID = await backend.peer('ann').invite('ben');
    await backend.peer('ben').accept();
    expect(sent.map(({ event, to }) => [event, to])).toEqual([
      ['invitation.created', ['ben']],
      ['invitation.ended', ['ben']],
    ]);
    expect(sent[0]).toMatchObject({ inviteID, inviter: 'ann' });
  });
});
