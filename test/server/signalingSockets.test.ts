import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { WireInvitation } from '../../src/protocol/signaling.js';
import { SignalingErrorCode as Code } from '../../src/protocol/signalingCodes.js';
import { verifyPush, webhookPush, type PushMessage } from '../../src/server/index.js';
import { silentLog } from '../../src/server/ports/Log.js';
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
  it('receives, is asked again after a failure, and verifies', async () => {
    const key = 'a key of the app, long';
    const received: PushMessage[] = [];
    let asked = 0;
    const got = { created: () => {}, ended: () => {} };
    const created = new Promise<void>((resolve) => (got.created = resolve));
    const ended = new Promise<void>((resolve) => (got.ended = resolve));
    const receiver = createServer((request, response) => {
      void textOf(request).then((body) => {
        asked++;
        if (asked === 1) {
          response.writeHead(500).end();
          return;
        }
        const signature = request.headers['hummer-signature'];
        const push = verifyPush({ body, key, signature: typeof signature === 'string' ? signature : null });
        received.push(push);
        response.writeHead(204).end();
        got[push.event === 'invitation.created' ? 'created' : 'ended']();
      });
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
    const { invitation } = (await success(
      ann,
      'signaling:invite',
      invite(['ben'], { offlinePushInfo: { title: 'Ann' } }),
    )) as { invitation: WireInvitation };
    await created;
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
    expect(asked).toBe(3);
  });
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
