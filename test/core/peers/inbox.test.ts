import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { peersOf } from '../../../src/core/peers/peers.js';
import { INBOX } from '../../../src/store/clientStore.js';
import { createHouse, type House, type Resident } from '../support/house.js';
import { tabStorage } from '../support/page.js';

let house: House;

beforeEach(() => {
  house = createHouse();
});

afterEach(async () => {
  await house.close();
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const tell = (from: Resident, to: string, text: string) => peersOf(from.internals).messages(to).send(text);

function log({ internals }: Pick<Resident, 'internals'>, peer: string): string[] {
  return (internals.store.peerMessages.get(peer) ?? []).map((item) =>
    item.kind === 'gap'
      ? 'gap'
      : `${item.fromUid}: ${String(item.data)}${item.status === 'sent' ? '' : ` (${item.status})`}`,
  );
}

describe('a message to a user', () => {
  it('is heard by that user, with what came with it, and by nobody else', async () => {
    const [ann, bob, eve] = [await house.enter('ann'), await house.enter('bob'), await house.enter('eve')];
    const heard: unknown[] = [];
    for (const one of [bob, eve, ann])
      one.hummer.createInstance().on('MessageFromUser', (event) => heard.push(event));
    const result = await ann.hummer
      .createInstance()
      .sendMessageToUser({ receiver: 'bob', type: 'note', content: bytes('psst'), appExtras: { a: '1' } });
    await house.settle();
    expect(result).toEqual({ rescode: 0, msg: 'ok' });
    expect(heard).toEqual([
      {
        message: { type: 'note', data: expect.anything() as unknown, appExtras: { a: '1' } },
        fromUid: 'ann',
        messageId: expect.any(String) as string,
        seq: 1,
        serverTime: house.clock.now(),
      },
    ]);
  });

  it('is in the logs of both, and in the inbox of all', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    peersOf(bob.internals);
    const sent = tell(ann, 'bob', 'hi');
    expect(log(ann, 'bob')).toEqual(['ann: hi (sending)']);
    await sent;
    await tell(bob, 'ann', 'hello');
    await house.settle();
    expect(log(ann, 'bob')).toEqual(['ann: hi', 'bob: hello']);
    expect(log(bob, 'ann')).toEqual(['ann: hi', 'bob: hello']);
    expect(log(bob, INBOX)).toEqual(['ann: hi', 'bob: hello']);
  });

  it('is seen on the other tabs of its sender, and is no message from a user there', async () => {
    const [ann, other] = [await house.enter('ann'), await house.enter('ann')];
    await house.enter('bob');
    const heard: unknown[] = [];
    other.hummer.createInstance().on('MessageFromUser', (event) => heard.push(event));
    await tell(ann, 'bob', 'hi');
    await house.settle();
    expect(log(other, 'bob')).toEqual(['ann: hi']);
    expect(heard).toEqual([]);
  });

  it('to oneself is heard', async () => {
    const ann = await house.enter('ann');
    const heard: string[] = [];
    ann.hummer.createInstance().on('MessageFromUser', ({ fromUid }) => heard.push(fromUid));
    await tell(ann, 'ann', 'remember');
    await house.settle();
    expect(heard).toEqual(['ann']);
    expect(log(ann, 'ann')).toEqual(['ann: remember']);
  });

  it('that came while the link was down comes later, once and in order', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    const heard: (number | null)[] = [];
    bob.hummer.createInstance().on('MessageFromUser', ({ seq }) => heard.push(seq));
    house.network.cutOff('bob');
    await tell(ann, 'bob', '1');
    await tell(ann, 'bob', '2');
    house.network.admit('bob');
    await house.clock.tick(1_000);
    await tell(ann, 'bob', '3');
    await house.settle();
    expect(heard).toEqual([1, 2, 3]);
    expect(log(bob, 'ann')).toEqual(['ann: 1', 'ann: 2', 'ann: 3']);
  });

  it('that came between a page and its reload is there after it', async () => {
    const storage = tabStorage();
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob', storage)];
    peersOf(bob.internals);
    await tell(ann, 'bob', '1');
    await house.settle();
    bob.page.tell('hide');
    house.network.cutOff('bob');
    await tell(ann, 'bob', '2');
    house.network.admit('bob');
    const again = await house.enter('bob', storage);
    peersOf(again.internals);
    await house.settle();
    expect(log(again, 'ann')).toEqual(['ann: 2']);
  });

  it('that came since the login is there for who begins to listen late', async () => {
    const [ann, internals] = [await house.enter('ann'), await house.visit('bob')];
    const bob = { internals };
    await tell(ann, 'bob', 'early');
    await house.settle();
    expect(log(bob, 'ann')).toEqual([]);
    peersOf(internals);
    await tell(ann, 'bob', 'late');
    await house.settle();
    expect(log(bob, 'ann')).toEqual(['ann: early', 'ann: late']);
  });

  it('waits for the link, and goes out once', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    peersOf(bob.internals);
    house.lose(({ uid, direction }) => uid === 'ann' && direction === 'down');
    const sent = tell(ann, 'bob', 'once');
    await house.settle();
    house.network.disconnect('ann');
    house.lose(() => false);
    await house.clock.tick(1_000);
    await sent;
    await house.settle();
    expect(log(bob, 'ann')).toEqual(['ann: once']);
    expect(log(ann, 'bob')).toEqual(['ann: once']);
  });

  it('that failed can be sent again from the inbox of all', async () => {
    const [ann, bob] = [await house.enter('ann'), await house.enter('bob')];
    peersOf(bob.internals);
    const { peerMessages } = ann.internals.store;
    house.lose(({ uid, direction }) => uid === 'ann' && direction === 'up');
    const failed = expect(tell(ann, 'bob', 'again')).rejects.toMatchObject({ code: 1005 });
    await house.clock.tick(11_000);
    await failed;
    house.lose(() => false);
    await peersOf(ann.internals)
      .messages(INBOX)
      .retry(peerMessages.get(INBOX)?.[0]?.id ?? '');
    await house.settle();
    expect(log(bob, 'ann')).toEqual(['ann: again']);
    expect(log(ann, 'bob')).toEqual(['ann: again']);
    expect(log(ann, INBOX)).toEqual(['ann: again']);
  });

  it('to nobody that ever was, or to no uid at all, is refused', async () => {
    const ann = await house.enter('ann');
    const service = ann.hummer.createInstance();
    await expect(
      service.sendMessageToUser({ receiver: 'nobody', type: 't', content: bytes('1') }),
    ).rejects.toMatchObject({ code: 2004 });
    await expect(
      service.sendMessageToUser({ receiver: 7 as unknown as string, type: 't', content: bytes('1') }),
    ).rejects.toMatchObject({ code: 2001 });
    await expect(tell(ann, INBOX, 'all')).rejects.toMatchObject({ code: 2001 });
  });

  it('is forgotten with the session', async () => {
    const ann = await house.enter('ann');
    await tell(ann, 'ann', '1');
    await ann.hummer.logout();
    expect(ann.internals.store.peerMessages.size()).toEqual({ entities: 0, stores: 0 });
  });
});

describe('who is online', () => {
  it('is answered for many at once; one who dropped a moment ago still is', async () => {
    const ann = await house.enter('ann');
    await house.enter('bob');
    house.network.cutOff('bob');
    const query = async () =>
      (await ann.hummer.createInstance().queryUsersOnlineStatus({ uids: ['bob', 'eve', 'ann'] })).onlineUids;
    expect(await query()).toEqual(['bob', 'ann']);
    await house.clock.tick(20_000);
    expect(await query()).toEqual(['ann']);
  });

  it('cannot be asked with anything but a list of uids', async () => {
    const ann = await house.enter('ann');
    await expect(
      ann.hummer.createInstance().queryUsersOnlineStatus({ uids: 'bob' as unknown as string[] }),
    ).rejects.toMatchObject({ code: 2001, context: { field: 'uids' } });
  });
});
