import type { AttributesState, PublicationState, RoomState, RtcState } from '../../store/state.js';
import { NO_ATTRIBUTES } from './frozen.js';

/** What readers see of something that is not there. */
export const IDLE_ROOM: RoomState = Object.freeze({
  status: 'idle',
  leftReason: null,
  error: null,
  continuity: 'ok',
});

export const IDLE_RTC: RtcState = Object.freeze({
  status: 'idle',
  leftReason: null,
  error: null,
  role: 'speaker',
  displayName: '',
});

export const IDLE_PUBLICATION: PublicationState = Object.freeze({ status: 'idle', error: null });

export const EMPTY_ATTRIBUTES: AttributesState = Object.freeze({
  confirmed: NO_ATTRIBUTES,
  pending: Object.freeze([]),
  attributes: NO_ATTRIBUTES,
  revision: 0,
  lastUpdate: null,
});
