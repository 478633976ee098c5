/**
 * The SDK without React.
 *
 * @packageDocumentation
 */
export { Hummer, type Utify } from './hummer.js';
export type { HummerEvents, HummerOptions, InstanceInfo, ReadonlyStore } from './hummerTypes.js';
export type { HummerSnapshot, SeenEvent } from './snapshot.js';
export type { TokenProvider, TokenReason } from './connection/tokens.js';
export { RoomService, type RoomAttributesInput, type RoomKeysInput, type RoomName } from './RoomService.js';
export { Room, type MessageContent } from './rooms/Room.js';
export type { RoomAttributesEvent, RoomEvents, UserAttributesEvent } from './rooms/roomEvents.js';
export type { PeerEvents } from './peers/peers.js';
export type { ReceivedMessage } from './delivery/received.js';
export type { Done, WriteDone } from './results.js';
export type { AttributeWriteOptions } from './internals.js';
export { HummerErrorCode } from '../protocol/codes.js';
export { RtcErrorCode } from '../protocol/rtcCodes.js';
export { ConnectionChangeReason, ConnectionState } from '../protocol/connection.js';
export { HummerError, type HummerErrorAction, type HummerErrorContext } from '../protocol/errors.js';
export { REGIONS, type Region } from '../protocol/regions.js';
export type { AttributeMap, LeaveReason } from '../protocol/rooms.js';
export type { LogLevel } from '../lib/logger.js';
export type { Continuity, SessionState } from '../store/state.js';
