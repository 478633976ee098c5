import type { ClientStore } from '../../store/clientStore.js';
import type { RoomMedia } from './RoomMedia.js';
import { streamIdOf } from './Roster.js';

/** Writes what a room's media says into the store; everything in it is read by hooks, by id. */
export function writeToStore(store: ClientStore, room: RoomMedia, localUid: () => string | null): void {
  const { roomKey } = room;
  const listStreams = (): void => {
    const keys = room.roster.streams().map((state) => state.streamKey);
    if (keys.length > 0) store.remoteStreamKeys.set(roomKey, Object.freeze(keys));
    else store.remoteStreamKeys.delete(roomKey); // a room without streams leaves nothing behind
  };

  room.on('state', (state) => {
    store.rtc.set(roomKey, state);
    if (state.status !== 'joined') store.activeSpeakers.delete(roomKey);
  });
  room.on('roster', (change) => {
    switch (change.type) {
      case 'stream-added':
        store.remoteStreams.set(change.state.streamKey.streamId, change.state);
        listStreams();
        break;
      case 'stream-updated':
        store.remoteStreams.set(change.state.streamKey.streamId, change.state);
        break;
      case 'stream-removed':
        store.remoteStreams.delete(change.state.streamKey.streamId);
        store.speaking.delete(change.state.streamKey.streamId);
        listStreams();
        break;
    }
  });
  // In the top-three mode no voice can be measured here: the server says who is heard.
  let marked: readonly string[] = NOBODY;
  room.on('topSpeakers', (speakers) => {
    const now = speakers.map(({ peerId }) => voiceOf(peerId));
    for (const streamId of marked) if (!now.includes(streamId)) store.speaking.set(streamId, false);
    for (const streamId of now) if (store.remoteStreams.get(streamId)) store.speaking.set(streamId, true);
    marked = now;
    if (room.ranked) return;
    const uids = speakers.map(({ userId }) => userId);
    const before = store.activeSpeakers.get(roomKey) ?? NOBODY;
    if (uids.length === before.length && uids.every((uid, place) => uid === before[place])) return;
    store.activeSpeakers.set(roomKey, Object.freeze(uids));
  });
  room.on('speaker', ({ peerId }) => {
    if (room.ranked) return;
    const uid =
      peerId === null
        ? null
        : peerId === room.peerId
          ? localUid()
          : (room.roster.peer(peerId)?.userId ?? null);
    const before = store.activeSpeakers.get(roomKey);
    if (uid === null) {
      if (before?.length) store.activeSpeakers.set(roomKey, NOBODY);
    } else if (before?.[0] !== uid) {
      store.activeSpeakers.set(roomKey, Object.freeze([uid]));
    }
  });
}

const NOBODY: readonly string[] = Object.freeze([]);

/** The stream in which a peer's voice is heard. */
export function voiceOf(peerId: string): string {
  return streamIdOf(peerId, 'microphone');
}
