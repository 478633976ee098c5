import { describe, expect, it } from 'vitest';
import { fakeMediaRouter } from '../../../src/server/media/fakeMediaRouter.js';
import { TestServer } from '../support/testServer.js';

describe('a ban from a room', () => {
  const room = { appid: 1, roomId: 'r' };
  const token = (roomId: string) => ['media:token', { region: 'cn', roomId, role: 0 }] as const;

  it('holds for its media until it ends, and for no other room', async () => {
    const server = new TestServer({ mediaRouter: fakeMediaRouter() });
    const ann = await server.enter('ann');
    await server.backend.admin.ban(room, 'ann', 60);
    expect(await ann.refusal(...token('r'))).toBe(90_100_225);
    expect(await ann.refusal(...token('another'))).toBe(0);
    await server.clock.tick(60_000);
    expect(await ann.refusal(...token('r'))).toBe(0);
  });

  it('is lifted for its media too', async () => {
    const server = new TestServer({ mediaRouter: fakeMediaRouter() });
    const ann = await server.enter('ann');
    await server.backend.admin.ban(room, 'ann', 60);
    await server.backend.admin.ban(room, 'ann', 0);
    expect(await ann.refusal(...token('r'))).toBe(0);
  });
});
