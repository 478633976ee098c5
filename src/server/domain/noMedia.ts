import { MediaWireCode } from '../../protocol/codes.js';
import type { Namespace } from '../ports/Link.js';

/** The namespace `/` of a server without media: every request is refused with words, nothing hangs. */
export const noMediaNamespace: Namespace = {
  accept: () => ({
    receive(_event, _payload, reply) {
      reply?.('error', {
        errmsg: 'This server runs without media: start it with media to get calls.',
        errcode: MediaWireCode.UNAVAILABLE,
      });
    },
    closed() {
      // Nothing was opened.
    },
  }),
};
