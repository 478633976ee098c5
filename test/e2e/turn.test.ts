import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from './support/house.js';
import { moving, problemsOf } from './support/probe.js';
import { behindTurn } from './support/relayed.js';
import { startTurnServer, type TurnServer } from './support/turnServer.js';

const SECRET = 'what only coturn and the server know';

/** Both pages may use no way to the media server but a real coturn. */
describe('a call by a TURN server alone', () => {
  let turn: TurnServer;
  let house: House;
  const pages: Page[] = [];

  /** The kinds of candidates that the page's connections use now. */
  const ways = (page: Page): Promise<string[]> =>
    page.evaluate(async () => {
      const kinds: string[] = [];
      for (const connection of window.hummerProbe.connections) {
        if (connection.signalingState === 'closed') continue;
        const rows = (await connection.getStats()) as unknown as Map<string, Record<string, unknown>>;
        for (const [, row] of rows) {
          const pair = row['type'] === 'transport' && rows.get(String(row['selectedCandidatePairId']));
          if (pair) kinds.push(String(rows.get(String(pair['localCandidateId']))?.['candidateType']));
        }
      }
      return kinds;
    });

  beforeAll(async () => {
    turn = await startTurnServer(SECRET);
    house = await openHouse({ turn: { urls: turn.urls, secret: SECRET } });
    for (const uid of ['ann', 'bob'])
      pages.push(
        await house.enter({
          app: 'meeting',
          uid,
          room: 'firewall',
          query: { camera: '160x120' },
          prepare: behindTurn,
        }),
      );
  });
  afterAll(async () => {
    try {
      await house.close();
    } finally {
      await turn.close();
    }
  });

  it('shows each the other', async () => {
    const [ann, bob] = pages;
    if (!ann || !bob) throw new Error('There are no pages.');
    await moving(ann, '[data-remote="bob"] video');
    await moving(bob, '[data-remote="ann"] video');
  });

  it('goes by the TURN server, both ways of both', async () => {
    for (const page of pages) expect(await ways(page)).toEqual(['relay', 'relay']);
  });

  it('is let in by the credentials that the server made for each user', () => {
    for (const uid of ['ann', 'bob']) {
      const allocated = new RegExp(`user <\\d{10}:${uid}>: incoming packet ALLOCATE processed, success`);
      expect(turn.log()).toMatch(allocated);
    }
  });

  it('leaves nothing unhandled in either page', async () => {
    for (const page of pages) expect(await problemsOf(page)).toEqual([]);
  });
});
