import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { WireInvitation } from '../../src/protocol/signaling.js';
import { SignalingErrorCode as Code } from '../../src/protocol/signalingCodes.js';
import { webhookPush, type PushMessage } from '../../src/server/index.js';
import { silentLog } from '../../src/server/ports/Log.js';
import { createPushReceiver } from './push/pushReceiver.js';
import { ask, event, SocketHouse, success } from './support/socketHouse.js';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function open(options: Parameters<typeof SocketHouse.open>[0] = {}): Promise<SocketHouse> {
  const house = await SocketHouse.open(options);
  endings.push(() => house.close());
  return house;
}

const invite = (inviteeList: string[], data: Record<string, unknown> = {}) => ({
  clientMsgId: crypto.randomUUID(),
  inviteeList,
  ...data,
});
const changed = async (socket: Parameters<typeof event>[0]): Promise<WireInvitation> => {
  const { data } = (await event(socket, 'signaling:changed')) as {
    data: { pushes: { invitation: WireInvitation }[] };
  };
  return data.pushes.at(-1)?.invitation as WireInvitation;
};

describe('over real sockets', () => {
  it('an invitation rings, is accepted, and both sides see it; 10,000 invitees get a code', async () => {
    const house = await open();
    const ann = await house.enter('ann');
    const ben = await house.enter('ben');
    const rings = changed(ben);
    const made = (await success(ann, 'signaling:invite', invite(['ben']))) as { invitation: WireInvitation };
    expect(await rings).toEqual(made.invitation);
    const { inviteID } = made.invitation;
    const heard = changed(ann);
    await success(ben, 'signaling:accept', { clientMsgId: 'a', inviteID, data: 'yes' });
    expect((await heard).invitees).toMatchObject([{ uid: 'ben', state: 'accepted', data: 'yes' }]);
    const crowd = Array.from({ length: 10_000 }, (_, n) => `u${String(n)}`);
    const [status, { errcode }] = await ask(ann, 'signaling:invite', invite(crowd, { groupID: 'r' }));
    expect([status, errcode]).toEqual(['error', Code.INVALID_PARAMETER]);
  });
});

describe('a webhook', () => {
  it('receives, is asked again after a failure, and verifies: the receiver of the handbook', async () => {
    const key = 'a key of the app, long';
    const received: PushMessage[] = [];
    const heard = new EventEmitter();
    let failures = 1;
    const receiver = createPushReceiver(key, (push) => {
      if (failures-- > 0) return Promise.reject(new Error('FCM is away'));
      received.push(push);
      heard.emit(push.event);
      return Promise.resolve();
    });
    const statuses: number[] = [];
    receiver.on('request', (_request, response) => {
      response.on('finish', () => statuses.push(response.statusCode));
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    endings.push(async () => {
      receiver.closeAllConnections();
      receiver.close();
      await once(receiver, 'close');
    });
    const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/push`;
    const house = await open({ push: webhookPush({ url, key, logger: silentLog }) });
    const ann = await house.enter('ann');
    const created = once(heard, 'invitation.created');
    const { invitation } = (await success(
      ann,
      'signaling:invite',
      invite(['ben'], { offlinePushInfo: { title: 'Ann' } }),
    )) as { invitation: WireInvitation };
    await created;
    const ended = once(heard, 'invitation.ended');
    await success(ann, 'signaling:cancel', {
      clientMsgId: 'c',
      inviteID: invitation.inviteID,
      data: '',
    });
    await ended;
    expect(received).toMatchObject([
      { event: 'invitation.created', to: ['ben'], offlinePushInfo: { title: 'Ann' } },
      { event: 'invitation.ended', to: ['ben'], state: 'cancelled' },
    ]);
    expect(statuses.slice(0, 2)).toEqual([503, 204]);

    const forged = await fetch(url, { method: 'POST', body: JSON.stringify(received[0]) });
    expect(forged.status).toBe(401);
    expect(received).toHaveLength(2);
  });
});
