import * as v from 'valibot';
import { inputError } from '../errors.js';
import type { Limits } from '../limits.js';
import type {
  DtlsParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  SctpCapabilities,
  SctpStreamParameters,
} from '../rtp.js';
import { bounded, noList, text, whole } from './basics.js';

/** Absent, null and `{}` all mean that the client does not receive (PROTOCOL 2). */
export const rtpCapabilities = v.nullable(
  v.pipe(
    v.unknown(),
    noList,
    v.looseObject(
      {
        codecs: v.exactOptional(bounded(v.looseObject({ mimeType: text(64) }), 64)),
        headerExtensions: v.exactOptional(bounded(v.looseObject({ uri: text(255) }), 64)),
      },
      'must be an object',
    ),
  ),
) as unknown as v.GenericSchema<unknown, RtpCapabilities | null>;

export const sctpCapabilities = v.nullable(
  v.looseObject(
    { numStreams: v.exactOptional(v.object({ OS: whole(0, 65_535), MIS: whole(0, 65_535) })) },
    'must be an object',
  ),
) as unknown as v.GenericSchema<unknown, SctpCapabilities | null>;

/** Bytes of each algorithm's digest. One of another length is no certificate's, and a handshake would only time out. */
const DIGEST_BYTES = { 'sha-1': 20, 'sha-224': 28, 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 } as const;

function hasDigestLength({
  algorithm,
  value,
}: {
  algorithm: keyof typeof DIGEST_BYTES;
  value: string;
}): boolean {
  return value.length === DIGEST_BYTES[algorithm] * 3 - 1;
}

export const dtlsParameters = v.object({
  role: v.exactOptional(v.picklist(['auto', 'client', 'server'], "must be 'auto', 'client' or 'server'")),
  // Without one the handshake could not be checked, and old workers crashed.
  fingerprints: v.pipe(
    bounded(
      v.pipe(
        v.object({
          algorithm: v.picklist(
            ['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512'],
            'must be sha-1, sha-224, sha-256, sha-384 or sha-512',
          ),
          value: v.pipe(
            text(191),
            v.regex(/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+$/, 'must be hex pairs with colons'),
          ),
        }),
        v.check(hasDigestLength, 'must have as many pairs as its algorithm: sha-256 has 32'),
      ),
      8,
    ),
    v.minLength(1, 'must hold at least one fingerprint'),
  ),
}) satisfies v.GenericSchema<unknown, DtlsParameters>;

export function rtpParameters({ encodings }: Limits['media']) {
  const ssrc = whole(1, 0xffff_ffff);
  const parameters = v.looseObject(
    {
      mid: v.exactOptional(text(64)),
      codecs: v.pipe(
        bounded(
          v.looseObject({ mimeType: text(64), payloadType: whole(0, 127), clockRate: whole(1, 1_000_000) }),
          32,
        ),
        v.minLength(1, 'must hold at least one codec'),
      ),
      headerExtensions: v.exactOptional(bounded(v.looseObject({ uri: text(255), id: whole(1, 255) }), 32)),
      encodings: v.pipe(
        bounded(
          v.looseObject({
            ssrc: v.exactOptional(ssrc),
            rid: v.exactOptional(text(16)),
            rtx: v.exactOptional(v.looseObject({ ssrc })),
          }),
          encodings,
        ),
        v.minLength(1, 'must hold at least one encoding'),
        v.check(distinctSsrcs, 'must not use an SSRC twice'),
      ),
    },
    'must be an object',
  );
  return v.pipe(
    parameters,
    v.check(
      (value) => isPlain(value),
      'must hold only printable ASCII, at most 255 characters a text, eight levels deep',
    ),
  ) as unknown as v.GenericSchema<unknown, RtpParameters>;
}

/**
 * Receivers write these texts into their session descriptions, where a line break begins another line: one such text would
 * cost everybody in the room all that they receive.
 */
function isPlain(value: unknown, depth = 8): boolean {
  if (typeof value === 'string') return /^[\x20-\x7e]{0,255}$/.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.entries(value).every(([key, part]) => isPlain(key) && isPlain(part, depth - 1));
}

/** mediasoup takes video for audio, and receivers fail at it, with all that they negotiate at once. */
export function checkCodecs({
  kind,
  rtpParameters,
}: {
  kind: MediaKind;
  rtpParameters: RtpParameters;
}): void {
  if (rtpParameters.codecs.every(({ mimeType }) => mimeType.toLowerCase().startsWith(`${kind}/`))) return;
  throw inputError('rtpParameters.codecs', `rtpParameters.codecs: must be codecs of ${kind}, as kind says`);
}

function distinctSsrcs(encodings: { ssrc?: number; rtx?: { ssrc: number } }[]): boolean {
  const all = encodings.flatMap(({ ssrc, rtx }) => [ssrc, rtx?.ssrc]).filter((ssrc) => ssrc !== undefined);
  return new Set(all).size === all.length;
}

export const sctpStreamParameters = v.object({
  streamId: whole(0, 65_534),
  ordered: v.exactOptional(v.boolean('must be true or false')),
  maxPacketLifeTime: v.exactOptional(whole(0, 65_535)),
  maxRetransmits: v.exactOptional(whole(0, 65_535)),
}) as unknown as v.GenericSchema<unknown, SctpStreamParameters>;
