import { Shared } from '../../lib/shared.js';
import { memberKey } from '../../store/clientStore.js';
import type { NetworkQuality } from '../../store/statistics.js';
import type { HummerInternals, MediaPart } from '../internals.js';
import { QUALITY_INTERVAL, QualityMeter } from './networkQuality.js';

/** One's own quality in the table; not a possible uid. */
export const OWN = '';

/** Keeps the quality of one's own network and of the others' uplinks in the store while observed. Counted by room. */
export function observeQuality(internals: HummerInternals, media: MediaPart, roomKey: string): () => void {
  const make = (): Shared<string> => new Shared((key) => measure(internals, media, key));
  return internals.bring('quality', make).hold(roomKey);
}

function measure({ store, clock }: HummerInternals, media: MediaPart, roomKey: string): () => void {
  const { room, release } = media.keepRoom(roomKey);
  const meter = new QualityMeter(room);
  const known = new Set<string>();
  let cancel: (() => void) | null = null;
  const set = (uid: string, uplink: NetworkQuality, downlink: NetworkQuality): void => {
    const key = memberKey(roomKey, uid);
    const before = store.networkQuality.get(key);
    known.add(uid);
    if (before?.uplink === uplink && before.downlink === downlink) return;
    store.networkQuality.set(key, Object.freeze({ uplink, downlink }));
  };
  const look = async (): Promise<void> => {
    const { uplink, downlink, others } = await meter.measure();
    if (!cancel) return;
    store.batch(() => {
      set(OWN, uplink, downlink);
      for (const [uid, theirs] of others) set(uid, theirs, 0);
      for (const uid of known) {
        if (uid === OWN || others.has(uid)) continue;
        known.delete(uid);
        store.networkQuality.delete(memberKey(roomKey, uid));
      }
    });
  };
  const next = (): void => {
    cancel = clock.setTimeout(() => {
      next();
      look().catch(() => undefined); // the room was left while it was read
    }, QUALITY_INTERVAL);
  };
  next();
  return () => {
    cancel?.();
    cancel = null;
    for (const uid of known) store.networkQuality.delete(memberKey(roomKey, uid));
    release();
  };
}
