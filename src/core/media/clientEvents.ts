import type { EventNames } from '../check.js';
import type {
  DeviceChangedInfo,
  ErrorInfo,
  NetworkQualityInfo,
  RtcStatsInfo,
  StreamUser,
  UserVolumeInfo,
} from './clientTypes.js';
import type { RemoteStream } from './RemoteStream.js';
import type { MediaStatusNotifyInfo, PeerJoin, PeerLeaveInfo, RtcConnectionState } from './rtcTypes.js';

/** @public */
export interface StreamEvent {
  stream: RemoteStream;
}

/** Events of a client, under the names of seed 002 (3.5.3). @public */
export interface ClientEvents {
  'peer-join': PeerJoin;
  'peer-leave': PeerLeaveInfo;
  'stream-added': StreamEvent;
  'stream-removed': StreamEvent;
  'stream-updated': StreamEvent;
  'stream-subscribed': StreamEvent;
  /** The same user joined elsewhere, or is banned or removed. */
  'client-banned': { userId: string; reason: string };
  /** What cannot be put right by waiting. */
  Error: ErrorInfo;
  'connection-state-changed': { prevState: RtcConnectionState; curState: RtcConnectionState };
  'mute-audio': MediaStatusNotifyInfo;
  'unmute-audio': MediaStatusNotifyInfo;
  'mute-video': MediaStatusNotifyInfo;
  'unmute-video': MediaStatusNotifyInfo;
  'remote-user-name-changed': { roomId: string; userId: string; userName: string };
  /** 90100030 expired, 90100031 invalid: `renewSignature` with a new one. */
  'signature-expired': ErrorInfo;
  'camera-changed': DeviceChangedInfo;
  'recording-device-changed': DeviceChangedInfo;
  'playback-device-changed': DeviceChangedInfo;
  /** When one of the two changed; measured while somebody listens. */
  'network-quality': NetworkQualityInfo;
  'stream-interrupted': StreamUser[];
  'stream-recovered': StreamUser[];
  /** The three loudest, the loudest first, in the top-three mode. */
  'volume-indicator': UserVolumeInfo[];
  'rtc-stats': RtcStatsInfo[];
  /** 200 if the log arrived, else the status of the answer, or 0 if there was none. */
  'log-upload-result': number;
}

export const CLIENT_EVENTS: EventNames<ClientEvents> = {
  'peer-join': 1,
  'peer-leave': 1,
  'stream-added': 1,
  'stream-removed': 1,
  'stream-updated': 1,
  'stream-subscribed': 1,
  'client-banned': 1,
  Error: 1,
  'connection-state-changed': 1,
  'mute-audio': 1,
  'unmute-audio': 1,
  'mute-video': 1,
  'unmute-video': 1,
  'remote-user-name-changed': 1,
  'signature-expired': 1,
  'camera-changed': 1,
  'recording-device-changed': 1,
  'playback-device-changed': 1,
  'network-quality': 1,
  'stream-interrupted': 1,
  'stream-recovered': 1,
  'volume-indicator': 1,
  'rtc-stats': 1,
  'log-upload-result': 1,
};
