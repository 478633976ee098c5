import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHouse, Refused, settle, type House, type TestPeer } from './support.js';

/** What a client of the room believes, from nothing but what it was told. */
class View {
  readonly peers = new Set<string>();
  readonly producers = new Set<string>();
  readonly consumers = new Set<string>();

  constructor(readonly peer: TestPeer) {
    this.read();
  }

  /** Takes in what came since, and complains about whatever is about nobody. */
  read(): void {
    const { client } = this.peer;
    for (const { event, data } of client.events.splice(0)) {
      const id = (name: string): string => data[name] as string;
      if (event === 'newPeer') this.peers.add(id('id'));
      else if (event === 'peerClosed') expect(this.peers.delete(id('peerId'))).toBe(true);
      else if (event === 'newProducer') {
        expect(this.peers).toContain(id('peerId'));
        this.producers.add(id('producerId'));
      } else if (event === 'producerClosed') expect(this.producers.delete(id('producerId'))).toBe(true);
      else if (event === 'newConsumer') {
        expect(this.peers).toContain(id('peerId'));
        expect(this.producers).toContain(id('producerId'));
        this.consumers.add(id('id'));
      } else if (event === 'consumerClosed') expect(this.consumers.delete(id('consumerId'))).toBe(true);
      else if (event === 'mediaReset') {
        this.producers.clear();
        this.consumers.clear();
      }
    }
  }
}

interface Member {
  uid: string;
  view: View;
  produced: string[];
  dropped: boolean;
}

const step = fc.record({
  who: fc.constantFrom('ann', 'ben', 'eve'),
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('join', 'produce', 'close', 'pause', 'resume') },
    { weight: 4, arbitrary: fc.constantFrom('drop', 'back') },
    { weight: 1, arbitrary: fc.constantFrom('leave', 'wait', 'reset') },
  ),
  /** Whether to wait for the answer before the next step. */
  calm: fc.boolean(),
});

async function run(
  house: House,
  steps: { who: string; what: string; calm: boolean }[],
): Promise<Map<string, Member>> {
  const members = new Map<string, Member>();
  const busy: Promise<unknown>[] = [];

  const act: Record<string, (uid: string, member: Member | undefined) => Promise<unknown> | undefined> = {
    async join(uid, member) {
      if (member) return;
      const peer = await house.join(uid, { join: { displayName: uid } });
      await connect(house, peer);
      members.set(uid, { uid, view: await firstView(peer), produced: [], dropped: false });
    },
    async produce(_uid, member) {
      if (!member || member.dropped) return;
      member.produced.push(await house.produce(member.view.peer));
    },
    close: (_uid, member) => ask(member, 'closeProducer'),
    pause: (_uid, member) => ask(member, 'pauseProducer'),
    resume: (_uid, member) => ask(member, 'resumeProducer'),
    async leave(uid, member) {
      if (!member || member.dropped) return;
      members.delete(uid);
      await member.view.peer.client.ask('leave');
    },
    drop(_uid, member) {
      if (!member || member.dropped) return undefined;
      member.view.read();
      member.dropped = true;
      member.view.peer.client.drop();
      return undefined;
    },
    async back(uid, member) {
      if (!member?.dropped) return;
      const client = house.connect();
      const answer = await client.ask('resume', {
        ...member.view.peer.resume,
        token: await house.sessionToken(uid),
      });
      const before = client.events.splice(0);
      member.dropped = false;
      const peer = { ...member.view.peer, client, resume: answer['resume'] as TestPeer['resume'] };
      member.view = new View(peer);
      for (const { id } of answer['peers'] as { id: string }[]) member.view.peers.add(id);
      for (const { producerId } of answer['producers'] as { producerId: string }[])
        member.view.producers.add(producerId);
      for (const { id } of answer['consumers'] as { id: string }[]) member.view.consumers.add(id);
      client.events.unshift(...before);
      if ((answer['transportIds'] as string[]).length === 0) await rebuild(house, peer);
    },
    wait: async () => {
      await house.clock.tick(500);
    },
    async reset() {
      house.router.killWorker();
      await settle();
      for (const { view, dropped } of members.values()) if (!dropped) await rebuild(house, view.peer);
    },
  };

  function ask(member: Member | undefined, event: string) {
    const producerId = member?.produced.at(-1);
    if (!member || member.dropped || producerId === undefined) return undefined;
    return member.view.peer.client.ask(event, { producerId });
  }

  for (const who of ['ann', 'ben', 'eve']) await act['join']?.(who, undefined);
  for (const { who, what, calm } of steps) {
    const work = act[what]?.(who, members.get(who))?.catch((error: unknown) => {
      // Refusals are answers like any other here; everything else is a bug.
      if (!(error instanceof Refused)) throw error;
    });
    if (calm || !['produce', 'close', 'pause', 'resume'].includes(what)) await work;
    else if (work) busy.push(work);
    if (what === 'drop') await settle();
    for (const member of members.values()) if (!member.dropped) member.view.read();
  }
  await Promise.race([Promise.all(busy), settle()]);
  await settle();
  for (const member of members.values()) if (!member.dropped) member.view.read();
  return members;
}

/** What a client does after `mediaReset`. */
async function rebuild(house: House, peer: TestPeer): Promise<void> {
  const make = async (producing: boolean): Promise<string> => {
    const transport = await peer.client.ask<{ id: string }>('createWebRtcTransport', {
      producing,
      consuming: !producing,
    });
    return transport.id;
  };
  peer.send = await make(true);
  peer.recv = await make(false);
  await connect(house, peer);
  await settle();
}

async function connect(house: House, { client, send, recv }: TestPeer): Promise<void> {
  await house.connectTransport(client, send);
  await house.connectTransport(client, recv);
}

/** The view of a peer that has just joined: the answer of its `join`, then what it was told. */
async function firstView(peer: TestPeer): Promise<View> {
  await settle();
  const events = peer.client.events.splice(0);
  const view = new View(peer);
  for (const { id } of peer.others) view.peers.add(id);
  peer.client.events.unshift(...events);
  view.read();
  return view;
}

describe('a media room under any order of events', () => {
  it('is seen by every client as it is, and leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const house = createHouse();
        const members = await run(house, steps);
        const here = [...members.values()];
        const stats = house.media.stats();
        expect(stats.mediaPeers).toBe(here.length);
        for (const { view, dropped } of here) {
          if (dropped) continue;
          const others = here.filter((member) => member.view !== view).map((member) => member.view.peer.id);
          expect([...view.peers].sort()).toEqual(others.sort());
          const published = here
            .filter((member) => member.view !== view)
            .flatMap(({ produced }) => produced.filter((id) => house.router.producer(id)));
          expect([...view.producers].sort()).toEqual(published.sort());
          const consumed = [...view.consumers].map((id) => house.router.consumer(id)?.producerId);
          expect(consumed.sort()).toEqual(published.sort());
        }
        for (const { view, dropped } of here) if (!dropped) view.peer.client.drop();
        await house.clock.tick(30_000);
        expect(house.media.stats()).toMatchObject({
          mediaRooms: 0,
          mediaPeers: 0,
          rooms: 0,
          transports: 0,
          producers: 0,
          consumers: 0,
        });
        await house.store.close();
        expect(house.clock.pending()).toBe(0);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
