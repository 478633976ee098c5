import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hummer } from '../../../src/core/index.js';
import { createTestBackend } from '../../../src/testing/backend/createTestBackend.js';
import type { TestBackend } from '../../../src/testing/backend/TestBackend.js';

const { encodeStringToUtf8Bytes: bytes, decodeUtf8BytesToString: text } = Hummer.Utify;

let backend: TestBackend;

beforeEach(() => {
  backend = createTestBackend();
});

afterEach(async () => {
  await backend.close();
});

async function member(uid: string, roomId = 'demo') {
  const hummer = backend.connect({ uid, autoLogin: false });
  await hummer.login({ uid });
  const service = hummer.createInstance();
  const room = service.createRoom({ roomId });
  await room.joinRoom();
  return { hummer, service, room };
}

describe('two members of a room', () => {
  it('hear each other', async () => {
    const ann = await member('ann');
    const bob = await member('bob');
    const heard: string[] = [];
    bob.room.on('RoomMessage', ({ message, fromUid }) => heard.push(`${fromUid}: ${text(message.data)}`));
    await ann.room.sendMessageToRoom({ type: 'chat', content: bytes('hello') });
    await backend.settle();
    expect(heard).toEqual(['ann: hello']);
  });

  it('see each other in the list, from the server and in events', async () => {
    const ann = await member('ann');
    const joined: string[][] = [];
    const left: unknown[] = [];
    ann.room.on('NotifyJoinRoom', ({ uids }) => joined.push(uids));
    ann.room.on('NotifyLeaveRoom', ({ uids, reasons }) => left.push([uids, reasons]));
    const bob = await member('bob');
    await backend.settle();
    expect(joined).toEqual([['bob']]);
    expect(await ann.room.getRoomUserList()).toEqual({
      rescode: 0,
      msg: 'ok',
      appid: 1,
      roomId: 'demo',
      uids: ['ann', 'bob'],
    });
    await bob.room.leaveRoom();
    await backend.settle();
    expect(left).toEqual([[['bob'], ['leave']]]);
  });
});
