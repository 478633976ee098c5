import { HummerErrorCode, MediaWireCode } from '../../../protocol/codes.js';
import { HummerError } from '../../../protocol/errors.js';
import type { MediaServerRequests } from '../../../protocol/mediaEvents.js';
import type { MediaContext, MediaPeer, PeerTransport } from './model.js';
import { expectDtls } from './transports.js';

/** A consumer or data consumer, as far as the question to its client goes. */
interface Askable {
  readonly peer: MediaPeer;
  readonly transport: PeerTransport;
  readonly raw: { readonly id: string; readonly closed: boolean };
  state: 'due' | 'offered' | 'accepted';
  readonly closed: boolean;
}

/** Why a client did not take it. */
export interface Refusal {
  /** It did not answer: then it may have something to close, which one that refused has not. */
  readonly silent: boolean;
  /** It does not want it, also later. */
  readonly unwanted: boolean;
}

/**
 * Asks the client to take a consumer: on its yes the consumer runs, on a no or on silence it ends. A question that is lost with
 * its link is asked again on the next one; without a link the consumer stays due.
 */
export function ask<E extends keyof MediaServerRequests>(
  context: MediaContext,
  consumer: Askable,
  event: E,
  describe: () => MediaServerRequests[E]['data'],
  then: { accepted(): Promise<void>; refused(why: Refusal): void },
): void {
  const { peer } = consumer;
  const { link } = peer;
  if (!link || consumer.closed || consumer.state !== 'due') return;
  consumer.state = 'offered';
  link.request(event, describe(), context.limits.media.consumerAckTimeout).then(
    () => {
      if (consumer.closed) return;
      consumer.state = 'accepted';
      expectDtls(context, consumer.transport);
      then.accepted().catch((error: unknown) => {
        if (consumer.closed || consumer.raw.closed) return;
        context.log.warn({ error, consumer: consumer.raw.id }, 'A consumer could not be resumed.');
      });
    },
    (error: unknown) => {
      // Whether the link itself is gone may be known only when this turn is over.
      context.clock.defer(() => {
        if (consumer.closed) return;
        if (peer.link === link) {
          const code = error instanceof HummerError ? error.code : null;
          then.refused({
            silent: code === HummerErrorCode.TIMEOUT,
            unwanted: code === MediaWireCode.REFUSED,
          });
        } else {
          consumer.state = 'due';
          ask(context, consumer, event, describe, then);
        }
      });
    },
  );
}
