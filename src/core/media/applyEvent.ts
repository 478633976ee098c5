import { MediaWireCode } from '../../protocol/codes.js';
import type { KickCause, MediaRole, PeerClosedReason, TopNSpeaker } from '../../protocol/media.js';
import type { MediaNotifications } from '../../protocol/mediaEvents.js';
import type { Consumers } from './Consumers.js';
import { ROOM_DISMISSED } from './endings.js';
import type { MediaEvent } from './MediaLink.js';
import type { Publisher } from './Publisher.js';
import { streamIdOf, type Roster } from './Roster.js';
import type { Slots } from './Slots.js';
import type { Subscriptions } from './Subscriptions.js';
import type { VideoDemand } from './VideoDemand.js';

/** Who is told of what the server says. */
export interface EventTargets {
  readonly roster: Roster;
  readonly consumers: Consumers;
  readonly subscriptions: Subscriptions;
  readonly demand: Pick<VideoDemand, 'layersChanged'>;
  readonly publisher: Pick<Publisher, 'demanded'>;
  readonly slots: Slots;
  speaker(peerId: string | null, volume: number): void;
  topSpeakers(speakers: readonly TopNSpeaker[]): void;
  signatureExpired(notice: MediaNotifications['signatureExpired']): void;
  /** A peer has another role; if it is this client's, the operator gave it. */
  roleGiven(peerId: string, role: MediaRole): void;
  /** This client is put out. */
  putOut(reason: PeerClosedReason, cause: KickCause | null): void;
  /** The media worker was replaced. */
  reset(): void;
}

/** Applies one event of the wire. Names of a newer server are no error: what this client does not know it can do without. */
export function applyEvent(message: MediaEvent, to: EventTargets): void {
  const { roster, consumers } = to;
  switch (message.event) {
    case 'newPeer':
      roster.addPeer(message.data);
      break;
    case 'peerClosed':
      roster.removePeer(message.data.peerId, message.data.reason);
      break;
    case 'peerDisplayNameChanged':
      roster.updatePeer(message.data.peerId, message.data);
      break;
    case 'peerUpdated':
      roster.updatePeer(message.data.peerId, message.data);
      to.roleGiven(message.data.peerId, message.data.role);
      break;
    case 'newProducer':
      roster.addProducer(message.data);
      to.subscriptions.changed(streamIdOf(message.data.peerId, message.data.source));
      break;
    case 'producerUpdated':
      roster.addProducer(message.data);
      to.demand.layersChanged(streamIdOf(message.data.peerId, message.data.source));
      to.subscriptions.changed(streamIdOf(message.data.peerId, message.data.source));
      break;
    case 'producerDemand':
      to.publisher.demanded(message.data.producerId, message.data.maxSpatialLayer);
      break;
    case 'producerClosed':
      to.subscriptions.gone(message.data.producerId);
      roster.removeProducer(message.data.producerId);
      break;
    case 'producerPaused':
    case 'producerResumed':
      roster.setPaused(message.data.producerId, message.event === 'producerPaused');
      break;
    case 'newConsumer':
      void consumers.offered(message.data, message.respond);
      break;
    case 'consumerClosed':
      consumers.closed(message.data.consumerId);
      to.slots.closed(message.data.consumerId);
      break;
    case 'consumerUpdated':
      consumers.resized(message.data.consumerId, message.data.resolutionId);
      break;
    case 'consumerPaused':
    case 'consumerResumed':
      consumers.paused(message.data.consumerId, message.event === 'consumerPaused');
      break;
    case 'activeSpeaker':
      if (message.data.peerId === null) to.speaker(null, 0);
      else to.speaker(message.data.peerId, message.data.volume);
      break;
    case 'newTopNConsumer':
      void to.slots.offered(message.data, message.respond);
      break;
    case 'topNSpeakers':
      to.topSpeakers(message.data.speakers);
      break;
    case 'consumerScore':
      consumers.scored(message.data.consumerId, message.data.score.producerScore);
      break;
    case 'signatureExpired':
      to.signatureExpired(message.data);
      break;
    case 'kicked':
      to.putOut(message.data.reason, message.data.cause ?? null);
      break;
    case 'roomClosed':
      to.putOut({ ...message.data.reason, code: ROOM_DISMISSED }, null);
      break;
    case 'mediaReset':
      to.reset();
      break;
    case 'newDataConsumer':
      message.respond({
        ok: false,
        errcode: MediaWireCode.REFUSED,
        errmsg: 'This client does not consume data.',
      });
      break;
    // What a transport and its tracks do is read from the browser's own statistics, not from the server's.
  }
}
