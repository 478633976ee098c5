import * as RtcErrorCode from '../../../protocol/rtcCodes.js';
import type { Link } from '../../ports/Link.js';
import type { RoomRouter, RoomRouterEvent } from '../../ports/MediaRouter.js';
import { LeaveCode, audience, notify, type MediaContext, type MediaPeer, type MediaRoom } from './model.js';
import { gone, refusal } from './refusals.js';

export function createRoom(key: string): MediaRoom {
  return {
    key,
    peers: new Map(),
    producers: new Map(),
    dataProducers: new Map(),
    router: null,
    live: null,
    topN: null,
    givenRoles: new Map(),
    closed: false,
  };
}

/** The room's router, made at the first need. Rejects if the room ended meanwhile. */
export function roomRouter(context: MediaContext, room: MediaRoom): Promise<RoomRouter> {
  if (room.router) return room.router;
  const made: Promise<RoomRouter> = context.router.createRoom().then(
    (router) => {
      // The room may have ended meanwhile, or the worker died before anybody listened to its end.
      if (room.closed || router.closed) {
        router.close();
        room.router = null;
        throw gone();
      }
      room.live = router;
      router.listen((event) => {
        followRouter(room, event);
      });
      return router;
    },
    (cause: unknown) => {
      room.router = null;
      context.log.error({ error: cause, room: room.key }, 'A media room could not be made.');
      const message = 'The media server has no room for this one now: try again in a moment.';
      throw refusal(RtcErrorCode.SERVER_NO_SFU_RESOURCES, message, 'RTC.32000030');
    },
  );
  room.router = made;
  return made;
}

function followRouter(room: MediaRoom, event: RoomRouterEvent): void {
  if (event.type === 'reset') {
    resetRoom(room);
    return;
  }
  const [loudest] = event.levels;
  const speaker = loudest && room.producers.get(loudest.producerId)?.peer;
  for (const peer of audience(room)) {
    notify(
      peer,
      'activeSpeaker',
      speaker ? { peerId: speaker.id, volume: loudest.volume } : { peerId: null },
    );
  }
}

/**
 * The worker died and took the media of all peers with it. Peers that know `mediaReset` begin anew and stay members; one of
 * seed 003 does not know it, so its consumers are closed and its link too, which is what makes it begin anew.
 */
function resetRoom(room: MediaRoom): void {
  room.router = null;
  room.live = null;
  room.topN?.close();
  room.topN = null;
  const peers = [...room.peers.values()];
  const toClose: Link[] = [];
  for (const peer of peers) {
    if (peer.identity.extended) notify(peer, 'mediaReset', {});
    else {
      for (const { raw, state } of peer.consumers.values()) {
        if (state !== 'due') notify(peer, 'consumerClosed', { consumerId: raw.id });
      }
      peer.lostAs = LeaveCode.SFU;
      if (peer.link) toClose.push(peer.link);
    }
  }
  for (const peer of peers) forgetMedia(peer);
  room.producers.clear();
  room.dataProducers.clear();
  for (const link of toClose) link.close();
}

function forgetMedia(peer: MediaPeer): void {
  for (const { demand } of peer.producers.values()) demand?.end();
  const { producers, consumers, slots, dataProducers, dataConsumers } = peer;
  for (const owned of [producers, consumers, slots, dataProducers, dataConsumers]) {
    for (const object of owned.values()) object.closed = true;
    owned.clear();
  }
  for (const transport of peer.transports.values()) transport.cancelDtlsTimer?.();
  peer.transports.clear();
  peer.choices.clear();
}

/** The room has nobody left. */
export function endRoom(room: MediaRoom): void {
  room.closed = true;
  room.topN?.close();
  room.topN = null;
  room.live?.close();
  room.live = null;
  room.router = null;
}
