import { Shared } from '../../lib/shared.js';
import { LOCAL_STREAMS, memberKey } from '../../store/clientStore.js';
import type { StreamKey } from '../../store/state.js';
import type { HummerInternals, MediaPart } from '../internals.js';
import { SpeakerRank } from './SpeakerRank.js';

const INTERVAL = 300;
/** What the server says counts for so long: of voices that are not received here. */
const HEARSAY = 900;
/** Quieter than this reads as 0, in dB below full scale; as for what is measured here. */
const FLOOR = -50;

/** Keeps the room's speakers in the store, all of them and in order, while observed. Counted. */
export function observeSpeakers(internals: HummerInternals, media: MediaPart, roomKey: string): () => void {
  const make = (): Shared<string> => new Shared((key) => rankSpeakers(internals, media, key));
  return internals.bring('speakers', make).hold(roomKey);
}

function rankSpeakers({ store, clock }: HummerInternals, media: MediaPart, roomKey: string): () => void {
  const { room, release } = media.keepRoom(roomKey);
  const rank = new SpeakerRank();
  const levels = new Map<string, number>();
  const heard = new Map<string, { at: number; level: number }>();
  const meters = new Map<string, () => void>();

  const voices = (): StreamKey[] => {
    const mine = store.localStreamKeys.get(LOCAL_STREAMS) ?? [];
    const published = mine.filter(
      ({ streamId }) => store.publications.get(memberKey(roomKey, streamId))?.status === 'published',
    );
    return [...(store.remoteStreamKeys.get(roomKey) ?? []), ...published].filter(
      ({ source }) => source === 'main',
    );
  };
  const follow = (): void => {
    const keys = new Map(voices().map((key) => [key.streamId, key]));
    for (const [streamId, stop] of meters) {
      if (keys.has(streamId)) continue;
      stop();
      meters.delete(streamId);
    }
    for (const [streamId, key] of keys) {
      if (meters.has(streamId)) continue;
      const uid = key.uid === '' ? (store.session.getState().login.uid ?? '') : key.uid;
      const stop = media.observeAudioLevel(key, (level) => {
        levels.set(uid, Math.max(level, levels.get(uid) ?? 0));
      });
      meters.set(streamId, stop);
    }
  };
  let cancel: () => void = () => undefined;
  const tick = (): void => {
    cancel = clock.setTimeout(tick, INTERVAL);
    follow();
    const now = clock.now();
    for (const [uid, { at, level }] of heard) {
      if (now - at >= HEARSAY) heard.delete(uid);
      else levels.set(uid, Math.max(level, levels.get(uid) ?? 0));
    }
    const order = rank.update(levels, now);
    for (const uid of levels.keys()) levels.set(uid, 0);
    const before = store.activeSpeakers.get(roomKey);
    if (order !== before && (order.length > 0 || before?.length)) store.activeSpeakers.set(roomKey, order);
  };
  const stopHearing = room.on('speaker', ({ peerId, volume }) => {
    if (peerId === null) return;
    const uid =
      peerId === room.peerId ? store.session.getState().login.uid : room.roster.peer(peerId)?.userId;
    if (uid) heard.set(uid, { at: clock.now(), level: Math.max(0, 1 - volume / FLOOR) });
  });
  const stopSlots = room.on('topSpeakers', (speakers) => {
    for (const { userId, volume } of speakers) heard.set(userId, { at: clock.now(), level: volume / 100 });
  });
  room.ranked = true;
  tick();
  return () => {
    room.ranked = false;
    cancel();
    stopHearing();
    stopSlots();
    for (const stop of meters.values()) stop();
    release();
  };
}
