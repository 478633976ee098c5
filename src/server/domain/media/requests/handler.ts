import type { MediaRequests } from '../../../../protocol/mediaEvents.js';
import type { RequestContext } from '../../gateway/linkHandler.js';
import type { Permissions } from '../../permissions.js';
import type { MediaDirectory } from '../directory.js';
import type { MediaTokens } from '../mediaTokens.js';
import type { MediaContext, MediaPeer } from '../model.js';
import { conflict, noRolePermission, notFound } from '../refusals.js';

/** What handlers reach beside the peer that asks. */
export interface MediaScope {
  readonly context: MediaContext;
  readonly directory: MediaDirectory;
  readonly tokens: MediaTokens;
  readonly permissions: Permissions;
}

/** Requests of a peer: everything but `resume`, which brings a socket its peer. */
export type PeerRequests = Omit<MediaRequests, 'resume'>;

export type MediaHandler<E extends keyof PeerRequests> = (
  scope: MediaScope,
  peer: MediaPeer,
  data: PeerRequests[E]['data'],
  request: RequestContext,
) => PeerRequests[E]['result'] | Promise<PeerRequests[E]['result']>;

export type MediaHandlers<E extends keyof PeerRequests> = { readonly [K in E]: MediaHandler<K> };

/** The caller's own object of that id, else errcode 404 (SETTLED 2). */
export function own<T>(objects: ReadonlyMap<string, T>, what: string, id: string): T {
  const found = objects.get(id);
  if (!found) throw notFound(what, id);
  return found;
}

export function requireJoined(peer: MediaPeer): void {
  if (!peer.joined) throw conflict('You have not joined yet: send join first.');
}

export function requireSpeaker(peer: MediaPeer): void {
  if (peer.role === 2) throw noRolePermission('Role 2 only watches: switch to role 0 to publish.');
}
