import { describe, expect, it } from 'vitest';
import { HummerErrorCode } from '../../../src/protocol/codes.js';
import { fakeMediaRouter } from '../../../src/server/media/fakeMediaRouter.js';
import { TestClient as MediaClient } from './media/support.js';
import { TestServer } from '../support/testServer.js';

const room = { appid: 1, roomId: 'r' };
const asks = (role: 0 | 2) => ['media:token', { region: 'cn', roomId: 'r', role }] as const;

describe('the role that the operator gives', () => {
  it('counts above what the token grants', async () => {
    const server = new TestServer({ apps: ['1'], mediaRouter: fakeMediaRouter() });
    const ann = server.connect();
    await ann.login('ann', { token: await server.token('ann', { grants: { mediaRole: 2 } }) });
    expect(await ann.refusal(...asks(0))).toBe(HummerErrorCode.NO_PERMISSION);
    const { token } = (await ann.request(...asks(2))) as { token: string };
    const media = new MediaClient(
      (link) => server.backend.namespaces['/'].accept(link),
      () => () => undefined,
    );
    await media.ask('token', { token: { session: token }, roomid: 'r', username: 'ann' });

    expect(await server.backend.admin.setRole(room, 'ann', 0)).toBe(true);
    expect(await ann.refusal(...asks(0))).toBe(0);
    await server.backend.admin.setRole(room, 'ann', 2);
    expect(await ann.refusal(...asks(0))).toBe(HummerErrorCode.NO_PERMISSION);
  });

  it('is refused by a server without media', async () => {
    const server = new TestServer({});
    await expect(server.backend.admin.setRole(room, 'ann', 0)).rejects.toMatchObject({
      code: HummerErrorCode.NOT_FOUND,
    });
  });
});
