import type { RoomKey, Store } from '../../server/ports/Store.js';

/** Rooms whose stream can be made to forget what it holds. */
export interface Losses {
  /** From now on the room answers a gap for everything up to its present head. */
  lose(key: RoomKey): Promise<void>;
}

/** A store that can forget: what a full server or a long absence does to a room's history. */
export function withLosses(store: Store): { store: Store; losses: Losses } {
  const lost = new Map<string, { epoch: string; seq: number }>();
  const nameOf = ({ appid, region, roomId }: RoomKey): string => `${appid}/${region}/${roomId}`;
  return {
    store: {
      ...store,
      rooms: {
        ...store.rooms,
        async history(key, range) {
          const loss = lost.get(nameOf(key));
          if (!loss || loss.epoch !== range.epoch || range.from >= loss.seq)
            return store.rooms.history(key, range);
          const view = await store.rooms.view(key);
          return { gap: true, epoch: view?.epoch ?? loss.epoch, seq: view?.seq ?? loss.seq };
        },
      },
    },
    losses: {
      async lose(key) {
        const view = await store.rooms.view(key);
        if (view) lost.set(nameOf(key), { epoch: view.epoch, seq: view.seq });
      },
    },
  };
}
