import type { HistoryPage, IncomingMessage, OutgoingMessage, PublishResult } from './rooms.js';

/** One entry of a user's inbox. The sender's other connections get it too, in the sender's own inbox. */
export interface InboxPush {
  epoch: string;
  seq: number;
  prevSeq: number | null;
  event: 'peer:message';
  data: IncomingMessage & { receiver: string };
  ts: number;
}

export interface OnlineChange {
  uid: string;
  online: boolean;
}

export interface PeerRequests {
  'peer:send': { data: OutgoingMessage & { receiver: string }; result: PublishResult };
  'peer:queryOnline': { data: { uids: string[] }; result: { onlineUids: string[] } };
  /** Follows whether users are online, beside those followed already; answers who is now. Ends with the connection. */
  'peer:watchOnline': { data: { uids: string[] }; result: { onlineUids: string[] } };
  'peer:unwatchOnline': { data: { uids: string[] }; result: Record<string, never> };
  'inbox:history': { data: { epoch: string; from: number; to?: number }; result: HistoryPage<InboxPush> };
}

export interface PeerNotifications {
  'inbox:pushed': { pushes: InboxPush[] };
  /** Watched users who came online or went offline, in order. A user within the grace of a drop is online. */
  'peer:onlineChanged': { pushes: OnlineChange[] };
}
