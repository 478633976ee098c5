import type { MediaSource } from '../../../protocol/media.js';
import * as RtcErrorCode from '../../../protocol/rtcCodes.js';
import type { MediaKind } from '../../../protocol/rtp.js';
import type { MediaContext, MediaPeer, PeerProducer } from './model.js';
import { refusal } from './refusals.js';

/**
 * Seed 002's limits on what one room and one user show: a screen per room, two sizes of a camera. A client of seed 003, whose
 * document knows no sources, has none.
 */
export function checkSource(
  { limits }: MediaContext,
  peer: MediaPeer,
  kind: MediaKind,
  source: MediaSource,
): void {
  if (!peer.identity.extended || source === 'other') return;
  const { screensPerRoom, producersPerSource } = limits.media;
  const same = (producer: PeerProducer): boolean => producer.source === source && producer.raw.kind === kind;
  if (source === 'screen' && kind === 'video' && count(peer.room.producers, same) >= screensPerRoom) {
    throw refusal(
      RtcErrorCode.DESKTOP_NUMBER_OUT_OF_RANGE,
      'The room has its shared screen already: wait until it ends.',
      'RTC.34000007',
    );
  }
  if (count(peer.producers, same) >= producersPerSource) {
    throw refusal(
      RtcErrorCode.STREAM_ALREADY_PUSHED,
      `You publish ${source} already, in ${producersPerSource} sizes at most: close one producer first.`,
    );
  }
}

function count(
  producers: ReadonlyMap<string, PeerProducer>,
  matches: (producer: PeerProducer) => boolean,
): number {
  return [...producers.values()].filter(matches).length;
}
