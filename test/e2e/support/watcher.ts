import { io } from 'socket.io-client';
import type { RoomPush } from '../../../src/protocol/rooms.js';

/** A bare socket in a room that writes down what the server told everyone: the count of joins and leaves is the server's. */
export interface RoomWatcher {
  joined(): string[];
  left(): string[];
  /** Why they left, in the same order. */
  reasons(): string[];
  close(): void;
}

export async function watchRoom(url: string, roomId: string): Promise<RoomWatcher> {
  const socket = io(`${url}/hummer`, { transports: ['websocket'], forceNew: true });
  const joined: string[] = [];
  const left: { uid: string; reason: string }[] = [];
  socket.on('room:pushed', ({ data }: { data: { pushes: RoomPush[] } }) => {
    for (const push of data.pushes) {
      if (push.event === 'room:joined') joined.push(...push.data.members.map(({ uid }) => uid));
      if (push.event === 'room:left')
        left.push(...push.data.members.map(({ uid, reason }) => ({ uid, reason })));
    }
  });
  const ask = (event: string, data: object): Promise<void> =>
    new Promise((resolve, reject) => {
      socket.timeout(10_000).emit(event, { data }, (error: Error | null, status: string, body: unknown) => {
        if (error ?? status !== 'success') reject(error ?? new Error(`${event}: ${JSON.stringify(body)}`));
        else resolve();
      });
    });
  await ask('session:login', { appid: 1, uid: 'watcher', instance: 'watcher' });
  await ask('room:join', { region: 'cn', roomId });
  const isOther = (uid: string): boolean => uid !== 'watcher';
  return {
    joined: () => joined.filter(isOther),
    left: () => left.map(({ uid }) => uid).filter(isOther),
    reasons: () => left.map(({ reason }) => reason),
    close: () => {
      socket.disconnect();
    },
  };
}
