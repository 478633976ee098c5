import { describe, expect, it } from 'vitest';
import { fakeMediaRouter } from '../../../src/server/media/fakeMediaRouter.js';
import { TestServer } from '../support/testServer.js';
import { TestClient as MediaClient } from './media/support.js';

const room = { appid: 1, roomId: 'r' };

/** A user in the media of the room who is no member of the room itself. */
async function watcher(uid: string): Promise<TestServer> {
  const server = new TestServer({ mediaRouter: fakeMediaRouter() });
  const client = await server.enter(uid);
  const { token } = (await client.request('media:token', { region: 'cn', roomId: 'r', role: 2 })) as {
    token: string;
  };
  const media = new MediaClient(
    (link) => server.backend.namespaces['/'].accept(link),
    () => () => undefined,
  );
  await media.ask('token', { token: { session: token }, roomid: 'r', username: uid });
  return server;
}

describe('who was only in the media of a room', () => {
  it('is said to have been in when it is kicked', async () => {
    const { backend } = await watcher('ann');
    expect(await backend.admin.kick(room, 'ben')).toBe(false);
    expect(await backend.admin.kick(room, 'ann')).toBe(true);
    expect(await backend.admin.kick(room, 'ann')).toBe(false);
  });

  it('is said to have been in when it is banned', async () => {
    const { backend } = await watcher('ann');
    expect(await backend.admin.ban(room, 'ann', 60)).toBe(true);
    expect(await backend.admin.ban(room, 'ann', 60)).toBe(false);
  });

  it('is among those whom a dismissal puts out', async () => {
    const { backend } = await watcher('ann');
    expect(await backend.admin.dismiss(room)).toEqual(['ann']);
    expect(await backend.admin.dismiss(room)).toEqual([]);
  });
});
