import type { MediaRole, MediaTokenRequest } from '../../protocol/media.js';

/** The right to be in one room's media, good for one use. */
export interface MediaTicket {
  readonly url: string;
  readonly token: Exclude<MediaTokenRequest['token'], { tokenId: string }>;
  readonly roomid?: string;
  readonly username?: string;
}

/** Where tickets come from: the login on `/hummer`, or a signature of seed 002. */
export interface TicketSource {
  /** Where a ticket will lead, if that is known before it is there: the connection is made meanwhile. */
  readonly url: string | null;
  get(role: MediaRole): Promise<MediaTicket>;
}
