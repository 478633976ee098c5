export { createHummerServer, type HummerServer } from './createHummerServer.js';
export type { AppKeys, HummerServerOptions, MediaOptions } from './serverOptions.js';
export { signToken, type SignTokenOptions } from './auth/signToken.js';
export { signRoom, type SignRoomOptions } from './auth/signRoom.js';
export type { SparkContent } from './domain/media/sparkTokens.js';
export type { TurnOptions } from './domain/media/iceServers.js';
export type { IssueMediaTokenRequest } from './domain/media/nuveTokens.js';
export type { MediaRole, NuveToken } from '../protocol/media.js';
export type { Region } from '../protocol/regions.js';
export { webhookPush, type WebhookPushOptions } from './push/webhookPush.js';
export { verifyPush, type VerifyPushOptions } from './push/pushSignature.js';
export { memoryStore } from './store/memoryStore.js';
export { consoleLog, type LogLevel } from './consoleLog.js';
export type { Admin, AdminMessage, AdminRoom } from './domain/admin.js';
export type { Authorize, AuthorizeContext, AuthorizedAction } from './domain/permissions.js';
export type { ClientLog, ClientLogSink } from './http/clientLogs.js';
export { fileLogs } from './http/fileLogs.js';
export type { ServerStats } from './http/metrics.js';
export type { DeepPartial } from './limits.js';
export type { Log } from './ports/Log.js';
export type { Store, StoreFactory } from './ports/Store.js';
export type {
  InvitationCreatedPush,
  InvitationEndedPush,
  PushMessage,
  PushSender,
} from './ports/PushSender.js';
export type { InviteeState, OfflinePushInfo } from '../protocol/signaling.js';
export type { Grants } from './ports/TokenSigner.js';
export type { Origins } from './transport/origins.js';
export type { Limits } from '../protocol/limits.js';
export { SignalingErrorCode } from '../protocol/signalingCodes.js';
export { HummerErrorCode } from '../protocol/codes.js';
export { HummerError } from '../protocol/errors.js';
