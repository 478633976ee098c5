import type { WireError } from './errors.js';

/**
 * The envelope of both namespaces: requests are `emit(event, {data}, ack)`, acks have two arguments, notifications
 * are `emit(event, {data})`. The event `token` alone is not wrapped, in either direction (PROTOCOL 1).
 */
export type AckArguments<T = unknown> = [status: 'success', body: T] | [status: 'error', body: WireError];

/** A map of requests: name → what goes up and what comes back. */
export type RequestMap = Record<string, { data: object; result: unknown }>;

/** A map of notifications: name → what comes down. */
export type NotificationMap = Record<string, object>;
