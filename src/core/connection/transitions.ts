import type { Transitions } from '../../lib/machine.js';
import type { ConnectionChangeReason, ConnectionState } from '../../protocol/connection.js';

/**
 * The connection of seed 000 as a table: each reason leads from the states that know it to the next one. Besides the
 * seed's own rows, those of SETTLED 15: reconnected, refused for good, logged out, signed in elsewhere.
 */
export const TRANSITIONS: Transitions<ConnectionState, ConnectionChangeReason> = {
  DISCONNECTED: { LOGIN: 'CONNECTING' },
  CONNECTING: {
    LOGIN_SUCCESS: 'CONNECTED',
    LOGIN_FAILURE: 'DISCONNECTED',
    LOGIN_TIMEOUT: 'DISCONNECTED',
    LOGOUT: 'DISCONNECTED',
  },
  CONNECTED: { INTERRUPTED: 'RECONNECTING', LOGOUT: 'DISCONNECTED', REMOTE_LOGIN: 'DISCONNECTED' },
  RECONNECTING: {
    LOGIN_SUCCESS: 'CONNECTED',
    LOGIN_FAILURE: 'DISCONNECTED',
    LOGOUT: 'DISCONNECTED',
    REMOTE_LOGIN: 'DISCONNECTED',
  },
};
