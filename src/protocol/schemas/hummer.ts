import * as v from 'valibot';
import type { HummerRequests } from '../hummer.js';
import { mediaRoleSchema, roomAddress, type SchemaContext } from './common.js';
import { connectionDecoders } from './connection.js';
import { createDecoder, type Decoders } from './decode.js';
import { peerDecoders } from './peers.js';
import { roomDecoders } from './rooms.js';
import { signalingDecoders } from './signaling.js';

/** Decoders of all requests of `/hummer`. */
export function hummerDecoders(context: SchemaContext): Decoders<HummerRequests> {
  return {
    ...connectionDecoders(context),
    ...roomDecoders(context),
    ...peerDecoders(context),
    ...signalingDecoders(context),
    'media:token': createDecoder(v.object({ ...roomAddress(context), role: mediaRoleSchema })),
  };
}
