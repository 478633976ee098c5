import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RoomPush } from '../../../../src/protocol/rooms.js';
import { RoomReader } from '../../support/roomReader.js';
import { TestServer, type TestClient } from '../../support/testServer.js';

const GRACE = 20_000;
const RUNS = 100;
const room = { appid: '1', region: 'cn', roomId: 'r' } as const;

/** What one of six tabs of three users does; what makes no sense for it at that moment is skipped. */
const OPS = [
  'enter',
  'leave',
  'logout',
  'drop',
  'return',
  'say',
  'repeat',
  'attribute',
  'title',
  'wait',
  'wait long',
] as const;
type Op = (typeof OPS)[number];

/** A session as the model has it: linked, or dropped at a time. Ended ones are forgotten. */
interface ModelSession {
  uid: string;
  inRoom: boolean;
  droppedAt: number | null;
}

class Tab {
  client: TestClient | null = null;
  session: ModelSession | null = null;
  proof: { sessionId: string; secret: string } | null = null;
  reader: RoomReader | null = null;
  taken = 0;
  last: { clientMsgId: string; content: string } | null = null;

  constructor(readonly uid: string) {}

  get linked(): boolean {
    return this.client !== null;
  }
}

class World {
  readonly server = new TestServer({
    limits: { requests: { burst: 1e6, perSecond: 1e6 }, rooms: { emptyTtl: 1e9 } },
  });
  readonly tabs = ['ann', 'ann', 'ben', 'ben', 'cat', 'cat'].map((uid) => new Tab(uid));
  readonly sessions = new Set<ModelSession>();
  readonly said: string[] = [];
  #count = 0;

  async run(op: Op, tab: Tab): Promise<void> {
    const { server } = this;
    const inRoom = tab.session?.inRoom ?? false;
    switch (op) {
      case 'enter':
        if (!tab.client) await this.#login(tab, null);
        if (tab.session && !tab.session.inRoom) await this.#join(tab);
        break;
      case 'leave':
        if (!tab.client || !tab.session || !inRoom) break;
        await tab.client.request('room:leave', { roomId: 'r' });
        tab.session.inRoom = false;
        tab.reader = null;
        break;
      case 'logout':
        if (!tab.client || !tab.session) break;
        await tab.client.request('session:logout', {});
        tab.client.drop();
        this.sessions.delete(tab.session);
        Object.assign(tab, { client: null, session: null, proof: null, reader: null });
        break;
      case 'drop':
        if (!tab.client || !tab.session) break;
        this.#take(tab);
        tab.client.drop();
        tab.client = null;
        tab.session.droppedAt = server.clock.now();
        await server.settle();
        break;
      case 'return':
        if (!tab.client && tab.proof) await this.#login(tab, tab.proof);
        break;
      case 'say':
        if (!tab.client || !inRoom) break;
        tab.last = { clientMsgId: String(++this.#count), content: `message ${String(this.#count)}` };
        await tab.client.request('room:publish', { roomId: 'r', type: 't', ...tab.last });
        this.said.push(tab.last.content);
        break;
      case 'repeat':
        if (tab.client && inRoom && tab.last)
          await tab.client.request('room:publish', { roomId: 'r', type: 't', ...tab.last });
        break;
      case 'attribute':
        if (tab.client && inRoom) await this.#write(tab.client, 'room:writeUserAttributes', 'set');
        break;
      case 'title':
        if (tab.client) await this.#write(tab.client, 'room:writeAttributes', 'addOrUpdate');
        break;
      case 'wait':
        await this.#wait(7_000);
        break;
      case 'wait long':
        await this.#wait(GRACE + 1_000);
        break;
    }
  }

  /** What the server says must be what the model says, and what every client has put together by itself. */
  async check(): Promise<void> {
    await this.server.settle();
    const view = await this.server.store.rooms.view(room);
    const members = [...this.sessions].filter(({ inRoom }) => inRoom).map(({ uid }) => uid);
    const expected = [...new Set(members)].sort();
    expect((view?.members ?? []).map(([uid]) => uid).sort()).toEqual(expected);
    if (!view) return;
    const state = {
      seq: view.seq,
      members: expected,
      attributes: view.attributes.attributes,
      userAttributes: Object.fromEntries(
        view.members
          .map(([uid, { attributes }]) => [uid, attributes] as const)
          .sort(([a], [b]) => a.localeCompare(b)),
      ),
    };
    for (const tab of this.tabs) {
      if (!tab.linked || !tab.reader) continue;
      this.#take(tab);
      expect(tab.reader.state()).toEqual(state);
      expect(this.said.slice(this.said.length - tab.reader.messages.length)).toEqual(tab.reader.messages);
    }
  }

  async #login(tab: Tab, resume: { sessionId: string; secret: string } | null): Promise<void> {
    const client = this.server.connect();
    const result = await client.login(tab.uid, {
      instance: `tab ${String(this.tabs.indexOf(tab))}`,
      ...(resume && { resume }),
    });
    const old = tab.session;
    const comesBack = resume !== null && old !== null && this.sessions.has(old);
    expect(result.resumed).toBe(comesBack);
    expect(result.rooms).toHaveLength(comesBack && old.inRoom ? 1 : 0);
    tab.client = client;
    tab.taken = 0;
    tab.proof = { sessionId: result.sessionId, secret: result.secret };
    if (comesBack) {
      old.droppedAt = null;
      if (tab.reader) await this.#recover(tab, client, tab.reader);
    } else {
      tab.reader = null;
      tab.session = { uid: tab.uid, inRoom: false, droppedAt: null };
      this.sessions.add(tab.session);
    }
  }

  /** Reads what was missed, page by page. */
  async #recover(tab: Tab, client: TestClient, reader: RoomReader): Promise<void> {
    for (;;) {
      const page = await client.request('room:history', {
        roomId: 'r',
        epoch: reader.epoch,
        from: reader.seq,
      });
      if (page.gap) throw new Error('A gap, although nothing was dropped.');
      for (const push of page.pushes) reader.take(push);
      if (page.next === undefined) return;
    }
  }

  async #join(tab: Tab): Promise<void> {
    if (!tab.client || !tab.session) return;
    tab.reader = new RoomReader(await tab.client.join('r'));
    tab.session.inRoom = true;
  }

  #take(tab: Tab): void {
    const pushes: RoomPush[] = tab.client?.pushes ?? [];
    for (const push of pushes.slice(tab.taken)) tab.reader?.take(push);
    tab.taken = pushes.length;
  }

  async #write(
    client: TestClient,
    verb: 'room:writeAttributes' | 'room:writeUserAttributes',
    op: string,
  ): Promise<void> {
    const clientMsgId = String(++this.#count);
    await client.request(verb, {
      roomId: 'r',
      clientMsgId,
      op,
      attributes: { [`k${String(this.#count % 3)}`]: clientMsgId },
    });
  }

  async #wait(ms: number): Promise<void> {
    await this.server.clock.tick(ms);
    const now = this.server.clock.now();
    for (const session of this.sessions) {
      if (session.droppedAt !== null && now - session.droppedAt >= GRACE) this.sessions.delete(session);
    }
  }
}

it('a room does what its model does, whatever six tabs of three users do', { timeout: 60_000 }, async () => {
  let runs = 0;
  const step = fc.tuple(fc.constantFrom(...OPS), fc.integer({ min: 0, max: 5 }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), async (steps) => {
      runs++;
      const world = new World();
      for (const [op, tab] of steps) {
        await world.run(op, world.tabs[tab] as Tab);
        await world.check();
      }
      await world.server.backend.close();
    }),
    { numRuns: RUNS, seed: Number(process.env['MODEL_SEED'] ?? 3) },
  );
  expect(runs).toBeGreaterThanOrEqual(RUNS);
});
