/**
 * `hummer-react`: provider, hooks and components.
 *
 * @packageDocumentation
 */
export { HummerProvider, type HummerProviderProps } from './hooks/connection/HummerProvider.js';
export { useConnectionState } from './hooks/connection/useConnectionState.js';
export { useHummer } from './hooks/connection/useHummer.js';
export { useHummerEvent } from './hooks/connection/useHummerEvent.js';
export { useHummerStore } from './hooks/connection/useHummerStore.js';
export { useLocalUid } from './hooks/connection/useLocalUid.js';
export { useLogin, type UseLoginResult } from './hooks/connection/useLogin.js';
export { useLostConnection } from './hooks/connection/useLostConnection.js';

export { HummerRoom, type HummerRoomProps } from './hooks/compose/HummerRoom.js';
export { roomKey, type RoomKey, type RoomTarget } from './hooks/internal/roomKey.js';
export { defineRoom, type RoomDefinition } from './hooks/rooms/defineRoom.js';
export {
  useLocalUserAttributes,
  type UseLocalUserAttributesResult,
} from './hooks/rooms/useLocalUserAttributes.js';
export { useMember } from './hooks/rooms/useMember.js';
export { useRoom, type UseRoomResult } from './hooks/rooms/useRoom.js';
export { useRoomActions, type UseRoomActionsResult } from './hooks/rooms/useRoomActions.js';
export { useRoomAttribute, type AttributeValue } from './hooks/rooms/useRoomAttribute.js';
export { useRoomAttributes, type UseRoomAttributesResult } from './hooks/rooms/useRoomAttributes.js';
export { useRoomEvent } from './hooks/rooms/useRoomEvent.js';
export { useRoomMembers } from './hooks/rooms/useRoomMembers.js';
export { useRoomMessages, type UseRoomMessagesResult } from './hooks/rooms/useRoomMessages.js';
export { useRoomSelector } from './hooks/rooms/useRoomSelector.js';
export { useRoomScope } from './hooks/rooms/useRoomScope.js';
export { useRoomSync } from './hooks/rooms/useRoomSync.js';
export { useRoomUserCount } from './hooks/rooms/useRoomUserCount.js';
export { useUserAttributes } from './hooks/rooms/useUserAttributes.js';

export { useInbox, type UseInboxResult } from './hooks/peers/useInbox.js';
export { usePeerMessages, type UsePeerMessagesResult } from './hooks/peers/usePeerMessages.js';
export { useUsersOnlineStatus } from './hooks/peers/useUsersOnlineStatus.js';

export { useCall, type UseCallOptions, type UseCallResult } from './hooks/compose/useCall.js';
export { useIncomingCall, type IncomingCallResult } from './hooks/signaling/useIncomingCall.js';
export { useInvitation, type UseInvitationResult } from './hooks/signaling/useInvitation.js';
export { useInvitations, type InvitationFilter } from './hooks/signaling/useInvitations.js';
export { useSignalingActions, type SignalingActions } from './hooks/signaling/useSignalingActions.js';
export { useSignalingEvent } from './hooks/signaling/useSignalingEvent.js';

export { useActiveSpeakers } from './hooks/media/useActiveSpeakers.js';
export { useAudioLevel } from './hooks/media/useAudioLevel.js';
export { useAudioMixing, type UseAudioMixingResult } from './hooks/media/useAudioMixing.js';
export { useAudioToggle } from './hooks/media/useAudioToggle.js';
export { useAutoplay } from './hooks/media/useAutoplay.js';
export { useDevices, type UseDevicesResult } from './hooks/media/useDevices.js';
export { useIsSpeaking } from './hooks/media/useIsSpeaking.js';
export { useLocalStream, type UseLocalStreamResult } from './hooks/media/useLocalStream.js';
export { useLocalStreams } from './hooks/media/useLocalStreams.js';
export { useMediaPermissions, type UseMediaPermissionsResult } from './hooks/media/useMediaPermissions.js';
export { useNetworkQuality } from './hooks/media/useNetworkQuality.js';
export { usePictureInPicture, type UsePictureInPictureResult } from './hooks/media/usePictureInPicture.js';
export { usePublish } from './hooks/media/usePublish.js';
export { useRecorder, type UseRecorderResult } from './hooks/media/useRecorder.js';
export { useRemoteStream, type UseRemoteStreamResult } from './hooks/media/useRemoteStream.js';
export { useRemoteStreams, type UseRemoteStreamsOptions } from './hooks/media/useRemoteStreams.js';
export { useRtc, type UseRtcOptions, type UseRtcResult } from './hooks/media/useRtc.js';
export { useRtcActions } from './hooks/media/useRtcActions.js';
export { useRtcStats, type UseRtcStatsOptions } from './hooks/media/useRtcStats.js';
export { useScreenShare, type UseScreenShareResult } from './hooks/media/useScreenShare.js';
export { useScreenShareToggle } from './hooks/media/useScreenShareToggle.js';
export { useTrackProcessor } from './hooks/media/useTrackProcessor.js';
export { useVideoToggle } from './hooks/media/useVideoToggle.js';

export { AudioRenderer, type AudioRendererProps } from './components/AudioRenderer/AudioRenderer.js';
export { CallTimer, type CallTimerProps } from './components/CallTimer/CallTimer.js';
export { CameraButton, type CameraButtonProps } from './components/CameraButton/CameraButton.js';
export {
  ConnectionBanner,
  type ConnectionBannerProps,
} from './components/ConnectionBanner/ConnectionBanner.js';
export {
  ConnectionBannerMessage,
  type ConnectionBannerMessageProps,
} from './components/ConnectionBanner/ConnectionBannerMessage.js';
export {
  ConnectionBannerRoot,
  type ConnectionBannerState,
  type ConnectionBannerRootProps,
} from './components/ConnectionBanner/ConnectionBannerRoot.js';
export type { ConnectionBannerStatus } from './components/ConnectionBanner/useBannerStatus.js';
export { ControlBar, type ControlBarProps } from './components/ControlBar/ControlBar.js';
export { DeviceMenu, type DeviceMenuProps } from './components/DeviceMenu/DeviceMenu.js';
export { DeviceMenuButton, type DeviceMenuButtonProps } from './components/DeviceMenu/DeviceMenuButton.js';
export { DeviceMenuGroup, type DeviceMenuGroupProps } from './components/DeviceMenu/DeviceMenuGroup.js';
export {
  DeviceMenuItem,
  type DeviceMenuItemProps,
  type DeviceMenuItemState,
} from './components/DeviceMenu/DeviceMenuItem.js';
export { DeviceMenuList, type DeviceMenuListProps } from './components/DeviceMenu/DeviceMenuList.js';
export { DeviceMenuRoot, type DeviceMenuRootProps } from './components/DeviceMenu/DeviceMenuRoot.js';
export type { DeviceMenuState } from './components/DeviceMenu/DeviceMenuContext.js';
export { DeviceSelector, type DeviceSelectorProps } from './components/DeviceSelector/DeviceSelector.js';
export type { DeviceSelectorState } from './components/DeviceSelector/DeviceSelectorContext.js';
export {
  DeviceSelectorHint,
  type DeviceSelectorHintProps,
} from './components/DeviceSelector/DeviceSelectorHint.js';
export {
  DeviceSelectorLabel,
  type DeviceSelectorLabelProps,
} from './components/DeviceSelector/DeviceSelectorLabel.js';
export {
  DeviceSelectorPermission,
  type DeviceSelectorPermissionProps,
} from './components/DeviceSelector/DeviceSelectorPermission.js';
export {
  DeviceSelectorRoot,
  type DeviceSelectorRootProps,
} from './components/DeviceSelector/DeviceSelectorRoot.js';
export {
  DeviceSelectorSelect,
  type DeviceSelectorSelectProps,
} from './components/DeviceSelector/DeviceSelectorSelect.js';
export { IncomingCall, type IncomingCallProps } from './components/IncomingCall/IncomingCall.js';
export {
  IncomingCallAccept,
  type IncomingCallAcceptProps,
} from './components/IncomingCall/IncomingCallAccept.js';
export {
  IncomingCallActions,
  type IncomingCallActionsProps,
} from './components/IncomingCall/IncomingCallActions.js';
export {
  IncomingCallAvatar,
  type IncomingCallAvatarProps,
} from './components/IncomingCall/IncomingCallAvatar.js';
export {
  IncomingCallDecline,
  type IncomingCallDeclineProps,
} from './components/IncomingCall/IncomingCallDecline.js';
export {
  IncomingCallDescription,
  type IncomingCallDescriptionProps,
} from './components/IncomingCall/IncomingCallDescription.js';
export {
  IncomingCallNotification,
  type IncomingCallNotificationProps,
} from './components/IncomingCall/IncomingCallNotification.js';
export { IncomingCallPageTitle } from './components/IncomingCall/IncomingCallPageTitle.js';
export {
  IncomingCallRingtone,
  type IncomingCallRingtoneProps,
} from './components/IncomingCall/IncomingCallRingtone.js';
export { IncomingCallRoot, type IncomingCallRootProps } from './components/IncomingCall/IncomingCallRoot.js';
export {
  IncomingCallSilence,
  type IncomingCallSilenceProps,
} from './components/IncomingCall/IncomingCallSilence.js';
export {
  IncomingCallTitle,
  type IncomingCallTitleProps,
} from './components/IncomingCall/IncomingCallTitle.js';
export type { IncomingCallState } from './components/IncomingCall/IncomingCallContext.js';
export { LeaveButton, type LeaveButtonProps } from './components/LeaveButton/LeaveButton.js';
export { MeetingRoom, type MeetingRoomProps } from './components/MeetingRoom/MeetingRoom.js';
export { MeetingRoomAnnouncements } from './components/MeetingRoom/MeetingRoomAnnouncements.js';
export { MeetingRoomCaptureNotice } from './components/MeetingRoom/MeetingRoomCaptureNotice.js';
export type { MeetingRoomState } from './components/MeetingRoom/MeetingRoomContext.js';
export {
  MeetingRoomControls,
  type MeetingRoomControlsProps,
} from './components/MeetingRoom/MeetingRoomControls.js';
export { MeetingRoomEnd, type MeetingRoomEndProps } from './components/MeetingRoom/MeetingRoomEnd.js';
export {
  MeetingRoomLayoutButton,
  type MeetingRoomLayoutButtonProps,
} from './components/MeetingRoom/MeetingRoomLayoutButton.js';
export { MeetingRoomMediaNotice } from './components/MeetingRoom/MeetingRoomMediaNotice.js';
export {
  MeetingRoomNotice,
  type MeetingRoomNoticeProps,
} from './components/MeetingRoom/MeetingRoomNotice.js';
export {
  MeetingRoomNotices,
  type MeetingRoomNoticesProps,
} from './components/MeetingRoom/MeetingRoomNotices.js';
export { MeetingRoomPanel, type MeetingRoomPanelProps } from './components/MeetingRoom/MeetingRoomPanel.js';
export {
  MeetingRoomPanelButton,
  type MeetingRoomPanelButtonProps,
} from './components/MeetingRoom/MeetingRoomPanelButton.js';
export { MeetingRoomRoot, type MeetingRoomRootProps } from './components/MeetingRoom/MeetingRoomRoot.js';
export { MeetingRoomShareNotice } from './components/MeetingRoom/MeetingRoomShareNotice.js';
export { MeetingRoomStage, type MeetingRoomStageProps } from './components/MeetingRoom/MeetingRoomStage.js';
export { MeetingRoomTile, type MeetingRoomTileProps } from './components/MeetingRoom/MeetingRoomTile.js';
export type { MeetingLayout } from './components/MeetingRoom/useMeetingLayout.js';
export { MemberList, type MemberListProps } from './components/MemberList/MemberList.js';
export { MemberListAvatar, type MemberListAvatarProps } from './components/MemberList/MemberListAvatar.js';
export type { MemberListState, MemberListItemState } from './components/MemberList/MemberListContext.js';
export { MemberListItem, type MemberListItemProps } from './components/MemberList/MemberListItem.js';
export { MemberListName, type MemberListNameProps } from './components/MemberList/MemberListName.js';
export { MemberListRoot, type MemberListRootProps } from './components/MemberList/MemberListRoot.js';
export { MemberListStatus, type MemberListStatusProps } from './components/MemberList/MemberListStatus.js';
export { MessageInput, type MessageInputProps } from './components/MessageInput/MessageInput.js';
export type { MessageInputState } from './components/MessageInput/MessageInputContext.js';
export { MessageInputHint, type MessageInputHintProps } from './components/MessageInput/MessageInputHint.js';
export { MessageInputRoot, type MessageInputRootProps } from './components/MessageInput/MessageInputRoot.js';
export { MessageInputSend, type MessageInputSendProps } from './components/MessageInput/MessageInputSend.js';
export {
  MessageInputTextarea,
  type MessageInputTextareaProps,
} from './components/MessageInput/MessageInputTextarea.js';
export { MessageList, type MessageListProps } from './components/MessageList/MessageList.js';
export type { MessageListState } from './components/MessageList/MessageListContext.js';
export { MessageListGap, type MessageListGapProps } from './components/MessageList/MessageListGap.js';
export {
  MessageListItem,
  type MessageListItemState,
  type MessageListItemProps,
} from './components/MessageList/MessageListItem.js';
export { MessageListJump, type MessageListJumpProps } from './components/MessageList/MessageListJump.js';
export { MessageListLog, type MessageListLogProps } from './components/MessageList/MessageListLog.js';
export { MessageListMeta, type MessageListMetaProps } from './components/MessageList/MessageListMeta.js';
export { MessageListRoot, type MessageListRootProps } from './components/MessageList/MessageListRoot.js';
export {
  MessageListStatus,
  type MessageListStatusProps,
} from './components/MessageList/MessageListStatus.js';
export { MessageListText, type MessageListTextProps } from './components/MessageList/MessageListText.js';
export { MicButton, type MicButtonProps } from './components/MicButton/MicButton.js';
export { OutgoingCall, type OutgoingCallProps } from './components/OutgoingCall/OutgoingCall.js';
export {
  OutgoingCallActions,
  type OutgoingCallActionsProps,
} from './components/OutgoingCall/OutgoingCallActions.js';
export {
  OutgoingCallAgain,
  type OutgoingCallAgainProps,
} from './components/OutgoingCall/OutgoingCallAgain.js';
export {
  OutgoingCallAvatars,
  type OutgoingCallAvatarsProps,
} from './components/OutgoingCall/OutgoingCallAvatars.js';
export {
  OutgoingCallClose,
  type OutgoingCallCloseProps,
} from './components/OutgoingCall/OutgoingCallClose.js';
export {
  OutgoingCallHangUp,
  type OutgoingCallHangUpProps,
} from './components/OutgoingCall/OutgoingCallHangUp.js';
export {
  OutgoingCallRingBack,
  type OutgoingCallRingBackProps,
} from './components/OutgoingCall/OutgoingCallRingBack.js';
export { OutgoingCallRoot, type OutgoingCallRootProps } from './components/OutgoingCall/OutgoingCallRoot.js';
export {
  OutgoingCallStatus,
  type OutgoingCallStatusProps,
} from './components/OutgoingCall/OutgoingCallStatus.js';
export {
  OutgoingCallTitle,
  type OutgoingCallTitleProps,
} from './components/OutgoingCall/OutgoingCallTitle.js';
export type { OutgoingCallState } from './components/OutgoingCall/OutgoingCallContext.js';
export {
  NetworkQualityIndicator,
  type NetworkQualityIndicatorProps,
  type NetworkQualityIndicatorState,
} from './components/NetworkQualityIndicator/NetworkQualityIndicator.js';
export { PreJoin, type PreJoinProps } from './components/PreJoin/PreJoin.js';
export { PreJoinControls, type PreJoinControlsProps } from './components/PreJoin/PreJoinControls.js';
export { PreJoinDevices, type PreJoinDevicesProps } from './components/PreJoin/PreJoinDevices.js';
export { PreJoinJoin, type PreJoinJoinProps } from './components/PreJoin/PreJoinJoin.js';
export { PreJoinLabel, type PreJoinLabelProps } from './components/PreJoin/PreJoinLabel.js';
export { PreJoinLevel, type PreJoinLevelProps } from './components/PreJoin/PreJoinLevel.js';
export { PreJoinName, type PreJoinNameProps } from './components/PreJoin/PreJoinName.js';
export { PreJoinPreview, type PreJoinPreviewProps } from './components/PreJoin/PreJoinPreview.js';
export { PreJoinRoot, type PreJoinRootProps } from './components/PreJoin/PreJoinRoot.js';
export type { PreJoinChoice, PreJoinState } from './components/PreJoin/PreJoinContext.js';
export {
  ScreenShareButton,
  type ScreenShareButtonProps,
  type ScreenShareButtonState,
} from './components/ScreenShareButton/ScreenShareButton.js';
export { ScreenShareView, type ScreenShareViewProps } from './components/ScreenShareView/ScreenShareView.js';
export {
  SpeakerLayout,
  type SpeakerLayoutProps,
  type SpeakerLayoutState,
} from './components/SpeakerLayout/SpeakerLayout.js';
export { StartAudio, type StartAudioProps } from './components/StartAudio/StartAudio.js';
export { StartAudioButton, type StartAudioButtonProps } from './components/StartAudio/StartAudioButton.js';
export { StartAudioHint, type StartAudioHintProps } from './components/StartAudio/StartAudioHint.js';
export { StartAudioRoot, type StartAudioRootProps } from './components/StartAudio/StartAudioRoot.js';
export { StatsOverlay, type StatsOverlayProps } from './components/StatsOverlay/StatsOverlay.js';
export { VideoGrid, type VideoGridProps } from './components/VideoGrid/VideoGrid.js';
export type { VideoGridState } from './components/VideoGrid/VideoGridContext.js';
export { VideoGridPager, type VideoGridPagerProps } from './components/VideoGrid/VideoGridPager.js';
export { VideoGridRoot, type VideoGridRootProps } from './components/VideoGrid/VideoGridRoot.js';
export { VideoGridTiles, type VideoGridTilesProps } from './components/VideoGrid/VideoGridTiles.js';
export { VideoTile, type VideoTileProps } from './components/VideoTile/VideoTile.js';
export { VideoTileAvatar, type VideoTileAvatarProps } from './components/VideoTile/VideoTileAvatar.js';
export { VideoTileCaption, type VideoTileCaptionProps } from './components/VideoTile/VideoTileCaption.js';
export type { VideoTileState } from './components/VideoTile/VideoTileContext.js';
export { VideoTileFallback, type VideoTileFallbackProps } from './components/VideoTile/VideoTileFallback.js';
export { VideoTileMuted, type VideoTileMutedProps } from './components/VideoTile/VideoTileMuted.js';
export { VideoTileName, type VideoTileNameProps } from './components/VideoTile/VideoTileName.js';
export { VideoTileRoot, type VideoTileRootProps } from './components/VideoTile/VideoTileRoot.js';
export { VideoTileVideo, type VideoTileVideoProps } from './components/VideoTile/VideoTileVideo.js';
export type { CallNameOf } from './components/internal/calls/useCallNames.js';
export type { RingOptions } from './components/internal/ringing/useRing.js';
export type { PartProps, PartTag, RenderedProps } from './components/internal/partProps.js';
export type { MuteButtonState } from './components/internal/useMuteButton.js';
export type { VideoStatus } from './components/internal/useStreamView.js';

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
export type { Loadable } from './hooks/internal/loadable.js';
export type { RoomSnapshot } from './hooks/internal/roomSnapshot.js';
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
  ScreenShareActions,
  ScreenShareOptions,
  SendOptions,
} from './core/internals.js';
export type { Hummer } from './core/hummer.js';
export type {
  HummerEvents,
  HummerOptions,
  ReadonlyStore,
  SignatureProvider,
  SignatureRequest,
} from './core/hummerTypes.js';
export type { HummerStorage } from './core/HummerStorage.js';
export type { ReceivedMessage } from './core/delivery/received.js';
export type { RoomAttributesEvent, RoomEvents, UserAttributesEvent } from './core/rooms/roomEvents.js';
export type { InvitationActions } from './core/signaling/actions.js';
export type { AnswerActions, AnswerOptions, CallActions, CallOptions } from './core/signaling/callTypes.js';
export type {
  InvitationAnswer,
  InviteInGroupOptions,
  InviteOptions,
  Signaling,
  SignalingListenerOptions,
} from './core/signaling/Signaling.js';
export { ActionType, TSignaling } from './core/signaling/TSignaling.js';
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
} from './core/signaling/TSignaling.js';
export { HummerErrorCode } from './protocol/codes.js';
export { SignalingErrorCode } from './protocol/signalingCodes.js';
export type { InviteeState, OfflinePushInfo } from './protocol/signaling.js';
export { CALL_END_CODES, type CallEndReason, type CallState, type CallStatus } from './store/call.js';
export type { Invitation, Invitee } from './store/invitations.js';
export type { VideoCodec } from './core/media/MediaEngine.js';
export type { ContentType, NetworkQuality, NetworkQualityState, RtcStatsInfo } from './store/statistics.js';
export {
  HummerError,
  type HummerErrorAction,
  type HummerErrorContext,
  type HummerErrorOptions,
} from './protocol/errors.js';
export { ConnectionChangeReason, ConnectionState } from './protocol/connection.js';
export { REGIONS, type Region } from './protocol/regions.js';
export { canvasProcessor, type DrawFrame } from './core/media/processors/canvasProcessor.js';
export { noiseGate, type NoiseGateOptions } from './core/media/processors/noiseGate.js';
export type { AudioMixingActions } from './core/media/audioMixings.js';
export type { AudioMixingState } from './core/media/AudioMixing.js';
export type { PictureInPictureActions } from './core/media/PictureInPicture.js';
export type {
  AudioProfileName,
  RTCScreenProfile,
  ScreenProfileName,
  VideoProfileName,
} from './core/media/profiles.js';
export type { RecorderActions, RecorderState, RecordOptions } from './core/media/Recorders.js';
export type { AudioMixOption } from './core/media/rtcTypes.js';
export type { TrackProcessor } from './core/media/trackProcessor.js';
export type { TrackProcessorState } from './core/media/trackProcessors.js';
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
  ScreenShareState,
  SessionState,
  StreamKey,
} from './store/state.js';
