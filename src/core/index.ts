/**
 * The SDK without React.
 *
 * @packageDocumentation
 */
import { Hummer as BareHummer } from './hummer.js';
import { bringRtc } from './media/rtcPart.js';
import { bringRoomService, RoomService } from './RoomService.js';
import { bringSignaling } from './signaling/signalingPart.js';

/** This door brings every part of a client; the door `hummer-react` brings those that its hooks need. */
function complete(hummer: typeof BareHummer): typeof BareHummer {
  bringRoomService();
  bringRtc();
  bringSignaling();
  return hummer;
}

/** @public */
export const Hummer = complete(BareHummer);
/** @public */
export type Hummer = BareHummer;

export type { Utify } from './hummer.js';
export type { HummerStorage } from './HummerStorage.js';
export type {
  HummerEvents,
  HummerOptions,
  InstanceInfo,
  ReadonlyStore,
  SignatureProvider,
  SignatureRequest,
} from './hummerTypes.js';
export type { HummerSnapshot, SeenEvent } from './snapshot.js';
export type { TokenProvider, TokenReason } from './connection/tokens.js';
export { RoomService };
export type { RoomAttributesInput, RoomKeysInput, RoomName } from './RoomService.js';
export { Room, type MessageContent } from './rooms/Room.js';
export type { RoomAttributesEvent, RoomEvents, UserAttributesEvent } from './rooms/roomEvents.js';
export type { PeerEvents } from './peers/peers.js';
export type { ReceivedMessage } from './delivery/received.js';
export type { Done, WriteDone } from './results.js';
export type { AttributeWriteOptions } from './internals.js';
export { Stream } from './media/Stream.js';
export type { ClientEvents, StreamEvent } from './media/clientEvents.js';
export { HummerErrorCode } from '../protocol/codes.js';
export { SignalingErrorCode } from '../protocol/signalingCodes.js';
export type { InviteeState, OfflinePushInfo } from '../protocol/signaling.js';
export { RtcErrorCode } from '../protocol/rtcCodes.js';
export { ConnectionChangeReason, ConnectionState } from '../protocol/connection.js';
export { HummerError, type HummerErrorAction, type HummerErrorContext } from '../protocol/errors.js';
export { REGIONS, type Region } from '../protocol/regions.js';
export type { AttributeMap, LeaveReason } from '../protocol/rooms.js';
export type { LogLevel } from '../lib/logger.js';
export type { MediaRole } from '../protocol/media.js';
export type { Continuity, SessionState, StreamKey } from '../store/state.js';
export {
  Signaling,
  type InvitationAnswer,
  type InviteInGroupOptions,
  type InviteOptions,
  type SignalingListenerOptions,
} from './signaling/Signaling.js';
export { ActionType, TSignaling } from './signaling/TSignaling.js';
export type {
  InvitationCancelled,
  InvitationModified,
  InvitationOptions,
  InvitationTimeout,
  InviteeAnswer,
  NewInvitation,
  SignalingEvent,
  SignalingHandler,
  SignalingInfo,
  SignalingPayloads,
  SignalingResponse,
} from './signaling/TSignaling.js';
export { HRTC } from './media/HRTC.js';
export type { Rtc } from './media/Rtc.js';
export { RtcClient } from './media/RtcClient.js';
export { RtcError, StreamInitializeResult, type MediaCaptureResult } from './media/RtcError.js';
export type {
  AllLocalVideoStats,
  AllRemoteVideoStats,
  DeviceChangedInfo,
  ErrorInfo,
  LocalAudioStats,
  LocalVideoStats,
  NetworkBandwidth,
  NetworkQualityInfo,
  RemoteAudioStats,
  RemoteVideoStats,
  ResolutionType,
  StreamUser,
  SubscribeParam,
  TransportStats,
  TurnServerConfig,
  UserVolumeInfo,
} from './media/clientTypes.js';
export type { ContentType, NetworkQuality, RtcStatsInfo } from '../store/statistics.js';
export { LocalStream } from './media/LocalStream.js';
export { RemoteStream } from './media/RemoteStream.js';
export type {
  AudioProfileName,
  RTCAudioProfile,
  RTCScreenProfile,
  RTCVideoProfile,
  ScreenProfileName,
  VideoProfileName,
} from './media/profiles.js';
export type {
  AudioMixOption,
  Authorization,
  ClientConfig,
  HRTCLeaveReason,
  MediaOption,
  MediaStatusNotifyInfo,
  PeerJoin,
  PeerLeaveInfo,
  PlayerStateChange,
  PlayOptions,
  PublishOption,
  RtcConnectionState,
  RTCVideoProfileInfo,
  RtcStreamEvents,
  SessionJoinConfig,
  SignatureJoinConfig,
  StreamConfig,
  StreamInfo,
  SubscribeOption,
  VideoCaptureOption,
} from './media/rtcTypes.js';
