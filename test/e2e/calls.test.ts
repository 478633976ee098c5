import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTcpProxy, type TcpProxy } from '../support/tcpProxy.js';
import { openHouse, type House } from './support/house.js';
import { capturedStates, heardAudio, problemsOf, seenVideo } from './support/probe.js';

const patience = { timeout: 20_000, interval: 100 };

describe('a phone in real browsers', () => {
  let house: House;
  const open: Page[] = [];
  const proxies: TcpProxy[] = [];
  let round = 0;

  beforeAll(async () => {
    house = await openHouse();
  });
  beforeEach(() => {
    round++;
  });
  afterEach(async () => {
    for (const page of open) expect(await problemsOf(page)).toEqual([]);
    await Promise.all(open.splice(0).map((page) => page.context().close()));
    await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  });
  afterAll(async () => {
    await house.close();
  });

  /** Other people in each test: who left the last one is not gone before the grace is over. */
  const named = (uid: string): string => `${uid}-${round}`;

  async function phone(uid: string, query: Record<string, string> = {}): Promise<Page> {
    const page = await house.enter({ app: 'phone', uid: named(uid), room: '-', query });
    open.push(page);
    await page.locator('main[data-connection="CONNECTED"]').waitFor();
    return page;
  }

  async function call(page: Page, ...whom: string[]): Promise<void> {
    await page.fill('#whom', whom.map(named).join(','));
    await page.click('#call');
  }

  it('rings, is answered, and carries sound and picture both ways until one hangs up', async () => {
    const video = { video: 'true' };
    const [ann, bob] = await Promise.all([phone('ann', video), phone('bob', video)]);
    await call(ann, 'bob');
    await state(bob, 'ringing');
    expect(await bob.locator('main').getAttribute('data-peers')).toBe(named('ann'));
    expect(await capturedStates(bob)).toEqual([]); // nobody is seen or heard before the answer
    await bob.click('#answer');
    await Promise.all([state(ann, 'connected'), state(bob, 'connected')]);
    for (const [page, other] of [
      [ann, 'bob'],
      [bob, 'ann'],
    ] as const) {
      await vi.waitFor(async () => {
        const seen = await seenVideo(page, `[data-remote="${named(other)}"] video`);
        expect(seen?.framesDecoded).toBeGreaterThan(5);
        expect(await heardAudio(page, 1_500)).toBeGreaterThan(0.005);
      }, patience);
    }
    await ann.click('#hang-up');
    await Promise.all([state(ann, 'ended', 'hangUp'), state(bob, 'ended', 'hangUp')]);
    await vi.waitFor(async () => {
      expect(await capturedStates(ann)).toEqual(['ended', 'ended']);
      expect(await capturedStates(bob)).toEqual(['ended', 'ended']);
    }, patience);
  });

  it('rings on when its socket was cut and is back before the deadline', async () => {
    const proxy = await createTcpProxy({ port: house.server.port });
    proxies.push(proxy);
    const [ann, bob] = await Promise.all([phone('ann'), phone('bob', { url: proxy.url })]);
    await call(ann, 'bob');
    await state(bob, 'ringing');
    proxy.cut();
    await bob.click('#answer'); // in the blip: it waits for the link
    await Promise.all([state(ann, 'connected'), state(bob, 'connected')]);
  });

  it('is rung for what was dialled while it was away', async () => {
    const proxy = await createTcpProxy({ port: house.server.port });
    proxies.push(proxy);
    const [ann, bob] = await Promise.all([phone('ann'), phone('bob', { url: proxy.url })]);
    proxy.down();
    await call(ann, 'bob');
    await state(ann, 'dialling');
    proxy.up();
    await state(bob, 'ringing');
    await bob.click('#decline');
    await state(ann, 'ended', 'rejected');
  });

  it('rings on after a reload, with the same deadline, and dials on after one', async () => {
    const [ann, bob] = await Promise.all([phone('ann'), phone('bob')]);
    await call(ann, 'bob');
    await state(bob, 'ringing');
    const deadline = await expires(bob);
    await Promise.all([ann.reload(), bob.reload()]);
    await Promise.all([state(ann, 'dialling'), state(bob, 'ringing')]);
    expect(Math.abs((await expires(bob)) - deadline)).toBeLessThan(1_000);
    await bob.click('#answer');
    await Promise.all([state(ann, 'connected'), state(bob, 'connected')]);
  });

  it('in a background tab, whose timers hardly run, stops ringing at the same deadline', async () => {
    const [ann, bob] = await Promise.all([phone('ann', { timeout: '6' }), phone('bob')]);
    const session = await bob.context().newCDPSession(bob);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    // As after minutes in the background: what the page sets now rings a minute late.
    await bob.evaluate(() => {
      const real = window.setTimeout.bind(window);
      window.setTimeout = ((callback: () => void, ms = 0) => real(callback, ms && ms + 60_000)) as never;
    });
    const front = await bob.context().newPage();
    await front.bringToFront();
    await call(ann, 'bob');
    await state(bob, 'ringing');
    expect(Math.abs((await expires(bob)) - (await expires(ann)))).toBeLessThan(1_000);
    await Promise.all([state(ann, 'ended', 'noResponse'), state(bob, 'ended', 'noResponse')]);
  });

  it('of one user rings on all devices, and falls silent on those that did not answer', async () => {
    const [ann, desk, tablet] = await Promise.all([phone('ann'), phone('bob'), phone('bob')]);
    await call(ann, 'bob');
    await Promise.all([state(desk, 'ringing'), state(tablet, 'ringing')]);
    await tablet.click('#answer');
    await Promise.all([
      state(desk, 'ended', 'otherDeviceAccepted'),
      state(tablet, 'connected'),
      state(ann, 'connected'),
    ]);
  });

  it('in two tabs of one browser is heard in one, and in the other when that one is closed', async () => {
    const ann = await phone('ann');
    const first = await phone('bob');
    const second = await first.context().newPage();
    await second.goto(first.url());
    await second.locator('main[data-state]').waitFor();
    await call(ann, 'bob');
    await Promise.all([state(first, 'ringing'), state(second, 'ringing')]);
    const aloud = async (): Promise<Page[]> => {
      const heard: Page[] = [];
      for (const page of [first, second]) {
        if (!page.isClosed() && (await page.locator('main').getAttribute('data-aloud')) === 'true')
          heard.push(page);
      }
      return heard;
    };
    await vi.waitFor(async () => {
      expect(await aloud()).toHaveLength(1);
    }, patience);
    const [heard] = await aloud();
    const silent = heard === first ? second : first;
    open.splice(open.indexOf(first), 1, silent);
    await heard!.close();
    await silent.locator('main[data-aloud="true"]').waitFor();
  });

  it('of two who call each other at once has one call', async () => {
    const [ann, bob] = await Promise.all([phone('ann'), phone('bob')]);
    await Promise.all([ann.fill('#whom', named('bob')), bob.fill('#whom', named('ann'))]);
    await Promise.all([ann.click('#call'), bob.click('#call')]);
    await Promise.all([state(ann, 'connected'), state(bob, 'connected')]);
  });

  it('whose tab is closed during a call ends it for the other', async () => {
    const [ann, bob] = await Promise.all([phone('ann'), phone('bob')]);
    await call(ann, 'bob');
    await state(bob, 'ringing');
    await bob.click('#answer');
    await Promise.all([state(ann, 'connected'), state(bob, 'connected')]);
    open.splice(open.indexOf(bob), 1);
    await bob.context().close();
    await ann.locator('main[data-state="ended"]').waitFor({ timeout: 30_000 });
  });

  it('of a group of five takes each answer for what it is', async () => {
    const ann = await phone('ann', { timeout: '8' });
    const [bob, eve, joe, kim] = await Promise.all(
      ['bob', 'eve', 'joe', 'kim'].map((uid) => phone(uid, { busy: String(uid === 'kim') })),
    );
    await call(ann, 'bob', 'eve', 'joe', 'kim');
    await Promise.all([bob, eve, joe, kim].map((page) => state(page!, 'ringing')));
    await bob!.click('#answer');
    await eve!.click('#decline');
    await Promise.all([state(ann, 'connected'), state(bob!, 'connected'), state(eve!, 'ended', 'rejected')]);
    await kim!.click('#answer');
    await state(kim!, 'connected');
    await state(joe!, 'ended', 'noResponse');
    for (const [page, others] of [
      [ann, ['bob', 'kim']],
      [kim!, ['ann', 'bob']],
    ] as const) {
      for (const uid of others) await page.locator(`[data-remote="${named(uid)}"]`).waitFor();
      expect((await page.locator('main').getAttribute('data-peers'))?.split(' ').sort()).toEqual(
        others.map(named),
      );
    }
    await ann.click('#hang-up');
    await state(ann, 'ended', 'hangUp');
    await state(bob!, 'connected');
    await bob!.click('#hang-up');
    await Promise.all([state(bob!, 'ended', 'hangUp'), state(kim!, 'ended', 'hangUp')]);
  });
});

async function state(page: Page, name: string, reason = ''): Promise<void> {
  await page.locator(`main[data-state="${name}"][data-reason="${reason}"]`).waitFor({ timeout: 20_000 });
}

async function expires(page: Page): Promise<number> {
  await page.locator('main:not([data-expires=""])').waitFor();
  return Number(await page.locator('main').getAttribute('data-expires'));
}
