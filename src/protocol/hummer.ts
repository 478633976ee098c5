import type { ConnectionNotifications, ConnectionRequests } from './connection.js';
import type { MediaHummerRequests } from './mediaEvents.js';
import type { PeerNotifications, PeerRequests } from './peers.js';
import type { RoomNotifications, RoomRequests } from './rooms.js';
import type { SignalingNotifications, SignalingRequests } from './signaling.js';

/** All requests of the namespace `/hummer`, client to server. */
export interface HummerRequests
  extends ConnectionRequests, RoomRequests, PeerRequests, MediaHummerRequests, SignalingRequests {}

/** All notifications of the namespace `/hummer`, server to client. */
export interface HummerNotifications
  extends ConnectionNotifications, RoomNotifications, PeerNotifications, SignalingNotifications {}
