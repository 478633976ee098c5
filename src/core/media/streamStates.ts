import type { Clock } from '../../lib/clock.js';
import type { StreamUser } from './clientTypes.js';
import type { RoomMedia } from './RoomMedia.js';
import { amount, rowsOf } from './statRows.js';

/**
 * Tells which of the videos that should arrive bring no picture for a whole interval, and which do again. What is muted, or
 * not looked at here, is not expected. Returns what ends it. Loaded by whoever asks first.
 */
export function watchStreamStates(
  room: RoomMedia,
  clock: Clock,
  ms: number,
  tell: (event: 'stream-interrupted' | 'stream-recovered', users: StreamUser[]) => void,
): () => void {
  let frames = new Map<string, number>();
  const interrupted = new Map<string, StreamUser>();
  let cancel: (() => void) | null = null;

  async function look(): Promise<void> {
    const now = new Map<string, number>();
    const lost: StreamUser[] = [];
    const back: StreamUser[] = [];
    const videos = [...room.consumers.received()].filter(({ kind, paused }) => kind === 'video' && !paused);
    for (const { id, live, streamId } of videos) {
      const [row] = rowsOf(await live.stats().catch(() => []), 'inbound-rtp');
      const key = room.roster.stream(streamId)?.streamKey;
      if (!row || !key || live.closed) continue;
      const decoded = amount(row, 'framesDecoded');
      now.set(id, decoded);
      const before = frames.get(id);
      if (before === undefined) continue;
      const user = { userId: key.uid, isScreen: key.source === 'screen' };
      if (decoded > before) {
        if (interrupted.delete(id)) back.push(user);
      } else if (!interrupted.has(id)) {
        interrupted.set(id, user);
        lost.push(user);
      }
    }
    for (const id of interrupted.keys()) if (!now.has(id)) interrupted.delete(id);
    frames = now;
    if (!cancel) return;
    if (lost.length > 0) tell('stream-interrupted', lost);
    if (back.length > 0) tell('stream-recovered', back);
  }

  function next(): void {
    cancel = clock.setTimeout(() => {
      next();
      void look();
    }, ms);
  }
  next();
  void look();
  return () => {
    cancel?.();
    cancel = null;
  };
}
