import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PushMessage, PushSender } from '../../../../src/server/ports/PushSender.js';
import { SignalingHouse, type Caller } from './support.js';

let sent: PushMessage[];
let house: SignalingHouse;
let ann: Caller;
const open = async (push: PushSender): Promise<void> => {
  house = new SignalingHouse({ push });
  ann = await house.enter('ann', 'team');
};
beforeEach(async () => {
  sent = [];
  await open({ send: (message) => void sent.push(message) });
});

describe('the push service', () => {
  it('wakes the invitees who have no connection, with what the inviter asked for', async () => {
    await house.enter('ben');
    const gone = await house.enter('cat');
    gone.client.drop();
    const offlinePushInfo = { title: 'Ann calls', androidInfo: { sound: 'ring.mp3' } };
    const { inviteID, createdAt, expiresAt } = await ann.invite(['ben', 'cat', 'dan'], {
      groupID: 'team',
      data: 'hi',
      offlinePushInfo,
    });
    expect(sent).toEqual([
      {
        event: 'invitation.created',
        id: `${inviteID}/created/2`,
        appid: '1',
        inviteID,
        inviter: 'ann',
        groupID: 'team',
        region: 'cn',
        to: ['cat', 'dan'],
        data: 'hi',
        createdAt,
        expiresAt,
        offlinePushInfo,
      },
    ]);
    // What the inviter said to the service is between these two.
    expect(JSON.stringify(ann.heard)).not.toContain('Ann calls');
  });

  it('is told when it is over for those who were woken, each once', async () => {
    const { inviteID } = await ann.invite(['ben', 'cat', 'dan'], { groupID: 'team' });
    const ben = await house.enter('ben');
    await ben.act('accept', inviteID);
    await ann.act('cancel', inviteID);
    expect(sent.slice(1)).toMatchObject([
      { event: 'invitation.ended', id: `${inviteID}/ended/2`, to: ['ben'], state: 'accepted' },
      { event: 'invitation.ended', id: `${inviteID}/ended/3`, to: ['cat', 'dan'], state: 'cancelled' },
    ]);
  });

  it('is not told of those who were not woken', async () => {
    const ben = await house.enter('ben');
    await house.enter('dan');
    const { inviteID } = await ann.invite(['ben', 'cat', 'dan'], { groupID: 'team' });
    await ben.act('accept', inviteID);
    await ann.act('cancel', inviteID);
    expect(sent.map(({ event, to }) => [event, to])).toEqual([
      ['invitation.created', ['cat']],
      ['invitation.ended', ['cat']],
    ]);
  });

  it('wakes an invitee whose link does not answer a heartbeat: a phone in a pocket', async () => {
    const phone = await house.enter('ben');
    const laptop = await house.enter('cat');
    const [old, tablet] = [await house.enter('dan'), await house.enter('dan')];
    for (const dead of [phone, old]) dead.client.answers = false;
    const { inviteID } = await ann.invite(['ben', 'cat', 'dan', 'eve'], { groupID: 'team' });
    await house.clock.tick(2_000);
    expect(sent.map(({ id, to }) => [id, to])).toEqual([
      [`${inviteID}/created/1`, ['eve']],
      [`${inviteID}/created/2`, ['ben']],
    ]);
    // That is between the server and the push service: nobody hears of a change.
    for (const device of [ann, laptop, tablet]) expect(device.heard).toHaveLength(1);
    await ann.act('cancel', inviteID);
    expect(sent[2]).toMatchObject({ event: 'invitation.ended', to: ['ben', 'eve'] });
  });

  it('does not wake a silent invitee for whom it is over, nor where nobody is to be woken', async () => {
    const phone = await house.enter('ben');
    phone.client.answers = false;
    vi.spyOn(phone.client, 'isAlive').mockImplementation(
      (ms) =>
        new Promise(
          (resolve) =>
            void house.clock.setTimeout(() => {
              resolve(false);
            }, ms),
        ),
    );
    const { inviteID } = await ann.invite(['ben']);
    await house.clock.tick(1_999);
    await ann.act('cancel', inviteID);
    await ann.invite(['ben'], { onlineUserOnly: true });
    await ann.invite(['ben'], { offlinePushInfo: { disablePush: true } });
    await house.clock.tick(2_000);
    expect(sent.filter(({ event }) => event === 'invitation.created')).toEqual([]);
  });

  it('is told of a time-out, also by a process that started later', async () => {
    await ann.invite(['ben'], { timeout: 5 });
    await house.restart();
    await house.clock.tick(5_000);
    expect(sent.map(({ event }) => event)).toEqual(['invitation.created', 'invitation.ended']);
    expect(sent[1]).toMatchObject({ state: 'timedOut', to: ['ben'] });
  });

  it('is not told what is between those who are connected', async () => {
    const ben = await house.enter('ben');
    const { inviteID } = await ann.invite(['ben']);
    await ben.act('reject', inviteID);
    expect(sent).toEqual([]);
  });

  it('is not used for onlineUserOnly, nor where the inviter does not want it', async () => {
    await ann.invite(['ben'], { onlineUserOnly: true });
    const { inviteID } = await ann.invite(['ben'], { offlinePushInfo: { disablePush: true } });
    await ann.act('cancel', inviteID);
    expect(sent).toEqual([]);
  });

  it('is asked once, however often the call is repeated', async () => {
    await ann.invite(['ben'], { clientMsgId: 'once' });
    await ann.invite(['ben'], { clientMsgId: 'once' });
    expect(sent).toHaveLength(1);
  });

  it.each<[how: string, push: PushSender]>([
    [
      'throws',
      {
        send() {
          throw new Error('no route');
        },
      },
    ],
    ['rejects', { send: () => Promise.reject(new Error('no route')) }],
    ['never answers', { send: () => new Promise(() => {}) }],
  ])('that %s changes nothing for anybody', async (_how, push) => {
    await open(push);
    const { inviteID } = await ann.invite(['ben']);
    const ben = await house.enter('ben');
    await ben.act('accept', inviteID);
    expect(ann.stateOf(inviteID)).toEqual(['accepted']);
  });

  it('is closed with the server', async () => {
    let closed = 0;
    await open({
      send: () => undefined,
      close: () => {
        closed++;
      },
    });
    await house.server.backend.close();
    expect(closed).toBe(1);
  });
});
