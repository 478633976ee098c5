/**
 * `hummer-react`: provider, hooks and components.
 *
 * @packageDocumentation
 */
export { HummerProvider, type HummerProviderProps } from './hooks/connection/HummerProvider.js';
export { useConnectionState } from './hooks/connection/useConnectionState.js';
export { useHummer } from './hooks/connection/useHummer.js';
export { useLocalUid } from './hooks/connection/useLocalUid.js';
export { useLogin, type UseLoginResult } from './hooks/connection/useLogin.js';

export { HummerRoom, type HummerRoomProps } from './hooks/compose/HummerRoom.js';
export { roomKey, type RoomKey, type RoomTarget } from './hooks/internal/roomKey.js';
export { defineRoom, type RoomDefinition } from './hooks/rooms/defineRoom.js';
export { useMember } from './hooks/rooms/useMember.js';
export { useRoom, type UseRoomResult } from './hooks/rooms/useRoom.js';
export { useRoomActions, type UseRoomActionsResult } from './hooks/rooms/useRoomActions.js';
export { useRoomAttribute, type AttributeValue } from './hooks/rooms/useRoomAttribute.js';
export { useRoomAttributes, type UseRoomAttributesResult } from './hooks/rooms/useRoomAttributes.js';
export { useRoomMembers } from './hooks/rooms/useRoomMembers.js';
export { useRoomMessages, type UseRoomMessagesResult } from './hooks/rooms/useRoomMessages.js';
export { useRoomScope } from './hooks/rooms/useRoomScope.js';

export { usePeerMessages, type UsePeerMessagesResult } from './hooks/peers/usePeerMessages.js';

export { useActiveSpeakers } from './hooks/media/useActiveSpeakers.js';
export { useAudioLevel } from './hooks/media/useAudioLevel.js';
export { useAudioToggle } from './hooks/media/useAudioToggle.js';
export { useAutoplay } from './hooks/media/useAutoplay.js';
export { useDevices, type UseDevicesResult } from './hooks/media/useDevices.js';
export { useIsSpeaking } from './hooks/media/useIsSpeaking.js';
export { useLocalStream, type UseLocalStreamResult } from './hooks/media/useLocalStream.js';
export { useLocalStreams } from './hooks/media/useLocalStreams.js';
export { usePublish } from './hooks/media/usePublish.js';
export { useRemoteStream, type UseRemoteStreamResult } from './hooks/media/useRemoteStream.js';
export { useRemoteStreams, type UseRemoteStreamsOptions } from './hooks/media/useRemoteStreams.js';
export { useRtc, type UseRtcResult } from './hooks/media/useRtc.js';
export { useRtcActions } from './hooks/media/useRtcActions.js';
export { useVideoToggle } from './hooks/media/useVideoToggle.js';

export type { HummerStrings, Template } from './hooks/context/strings.js';
export type { AttributesActions, AttributesResult } from './hooks/internal/attributeResults.js';
export type { ErrorHandler, ErrorSource } from './hooks/internal/errorHub.js';
export type {
  AttributeDeclaration,
  AttributesInput,
  AttributesOf,
  InvalidAttribute,
  InvalidMessage,
  LogItemOf,
  MessageOf,
  NameOf,
  PartOf,
  RoomShape,
  SendOf,
  Untyped,
} from './hooks/internal/roomShape.js';
export type { RtcRoomActions } from './hooks/internal/rtcActions.js';
export type {
  SchemaInput,
  SchemaOutput,
  SchemaResult,
  StandardSchema,
} from './hooks/internal/standardSchema.js';
export type { StreamRef } from './hooks/internal/streamKey.js';
export type { UseRoomOptions } from './hooks/internal/useMembership.js';
export type { ToggleButtonProps, ToggleResult } from './hooks/internal/useMuteToggle.js';

export type {
  AttributeWriteOptions,
  LocalStreamActions,
  LocalStreamConfig,
  PublishOptions,
  RemoteStreamActions,
  RtcOptions,
  SendOptions,
} from './core/internals.js';
export { HummerErrorCode } from './protocol/codes.js';
export {
  HummerError,
  type HummerErrorAction,
  type HummerErrorContext,
  type HummerErrorOptions,
} from './protocol/errors.js';
export { ConnectionChangeReason, ConnectionState } from './protocol/connection.js';
export { REGIONS, type Region } from './protocol/regions.js';
export type { AttributeMap, LeaveReason } from './protocol/rooms.js';
export type {
  Continuity,
  DeviceKind,
  DevicesState,
  LocalStreamState,
  MediaPermission,
  Member,
  MembershipLeftReason,
  MembershipStatus,
  PublicationState,
  RemoteStreamState,
  RoomLogItem,
  RoomMessage,
  RoomState,
  RtcState,
  SessionState,
  StreamKey,
} from './store/state.js';
