import { MediaWireCode } from '../../../protocol/codes.js';
import type { MediaTokenRequest, MediaTokenResult } from '../../../protocol/media.js';
import type { MediaRequests, MediaResumeResult } from '../../../protocol/mediaEvents.js';
import type { Decoder, Decoders } from '../../../protocol/schemas/decode.js';
import * as RtcErrorCode from '../../../protocol/rtcCodes.js';
import type { Link, LinkHandler } from '../../ports/Link.js';
import {
  createLinkHandler,
  type GatewayCodes,
  type RequestObserver,
  type RequestSpec,
} from '../gateway/linkHandler.js';
import type { KeyedRates } from '../gateway/rates.js';
import type { MediaPeer } from './model.js';
import { offerAll } from './offering.js';
import { gone, refusal } from './refusals.js';
import { consumerRequests } from './requests/consumerRequests.js';
import type { MediaHandler, MediaHandlers, MediaScope, PeerRequests } from './requests/handler.js';
import { producerRequests } from './requests/producerRequests.js';
import { roomRequests } from './requests/roomRequests.js';
import { statsRequests } from './requests/statsRequests.js';
import { transportRequests } from './requests/transportRequests.js';
import { resumeResult, takeOver } from './resuming.js';
import { watchSignature } from './signatures.js';

const handlers: MediaHandlers<keyof PeerRequests> = {
  ...roomRequests,
  ...transportRequests,
  ...producerRequests,
  ...consumerRequests,
  ...statsRequests,
};

const CODES: GatewayCodes = {
  invalid: MediaWireCode.BAD_REQUEST,
  tooLarge: MediaWireCode.TOO_LARGE,
  tooFrequent: RtcErrorCode.REQUEST_FREQUENTLY,
  internal: MediaWireCode.INTERNAL,
};

export interface MediaLinkOptions {
  scope: MediaScope;
  decoders: Decoders<MediaRequests> & { token: Decoder<MediaTokenRequest> };
  rates: KeyedRates;
  observe: RequestObserver | undefined;
  draining: () => boolean;
  link: Link;
}

/** One socket on `/`: first `token` or `resume`, then the requests of the peer that it brings. */
export function acceptMediaLink({
  scope,
  decoders,
  rates,
  observe,
  draining,
  link,
}: MediaLinkOptions): LinkHandler {
  const { context, directory, tokens } = scope;
  let peer: MediaPeer | null = null;
  let open = true;
  const cancelSilence = context.clock.setTimeout(() => {
    link.close();
  }, context.limits.connections.silent);

  /** The peer of this link, unless it has ended or gone over to another link. */
  function current(): MediaPeer | null {
    return peer && !peer.closed && peer.link === link ? peer : null;
  }

  function requireFirst(): void {
    if (draining()) {
      const message = 'The server is about to stop: connect again in a moment.';
      throw refusal(RtcErrorCode.SERVER_TRY_LATER, message, 'RTC.32000034');
    }
    if (current())
      throw refusal(MediaWireCode.CONFLICT, 'This socket has its token: one socket is one room.');
  }

  function begin(next: MediaPeer): void {
    peer = next;
    cancelSilence();
  }

  const token: RequestSpec<MediaTokenRequest, MediaTokenResult> = {
    decode: decoders.token,
    open: true,
    bare: true,
    async handle(data) {
      requireFirst();
      const identity = await tokens.check(data);
      if (!open) throw gone();
      const entered = directory.enter(identity, link);
      begin(entered);
      watchSignature(scope, entered, identity.signed?.until);
      const { roomId } = identity;
      return { clientId: entered.id, roomId, ...(entered.resume && { resume: { ...entered.resume } }) };
    },
  };

  const resume: RequestSpec<MediaRequests['resume']['data'], MediaResumeResult> = {
    decode: decoders.resume,
    open: true,
    async handle(data, request) {
      requireFirst();
      const { peer: resumed, resume: next } = await takeOver(scope, link, data, () => open);
      begin(resumed);
      request.afterReply(() => {
        for (const { demand } of resumed.producers.values()) demand?.tellAgain();
        void offerAll(context, resumed);
      });
      return resumeResult(resumed, next);
    },
  };

  const requests: Record<string, RequestSpec> = {
    token,
    resume,
  };
  for (const event of Object.keys(handlers) as (keyof PeerRequests)[]) {
    requests[event] = specOf(event);
  }

  function specOf(event: keyof PeerRequests): RequestSpec {
    // One event's decoder and handler belong together, which TypeScript cannot see for a union of events.
    const handle = handlers[event] as (...request: Parameters<MediaHandler<never>>) => unknown;
    return {
      decode: decoders[event],
      // Questions only: they need not wait for what is under way.
      concurrent: event in statsRequests,
      handle(data, request) {
        const asking = current();
        if (!asking) throw unready(event);
        return handle(scope, asking, data as never, request);
      },
    };
  }

  const handler = createLinkHandler({
    link,
    clock: context.clock,
    log: context.log,
    limits: context.limits,
    codes: CODES,
    requests,
    requireReady(event) {
      if (!current()) throw unready(event);
    },
    observe,
    rates,
    rateKey: () => (peer?.identity.uid === undefined ? null : `${peer.identity.appid}/${peer.identity.uid}`),
    closed() {
      // Everything was done when the link closed: a peer must not look alive while its requests run out.
    },
  });

  return {
    receive: (event, payload, reply) => {
      handler.receive(event, payload, reply);
    },
    closed() {
      open = false;
      cancelSilence();
      const left = current();
      if (left) directory.drop(left);
      handler.closed();
    },
  };
}

function unready(event: string) {
  return refusal(
    MediaWireCode.UNAUTHORISED,
    `Send token before ${event}: it says who you are and which room this is.`,
  );
}
