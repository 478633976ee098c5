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
  'client-banned': { userId: string; reason: string };
  Error: { errorCode: string; errorMsg: string };
  'connection-state-changed': { prevState: RtcConnectionState; curState: RtcConnectionState };
  'mute-audio': MediaStatusNotifyInfo;
  'unmute-audio': MediaStatusNotifyInfo;
  'mute-video': MediaStatusNotifyInfo;
  'unmute-video': MediaStatusNotifyInfo;
  'remote-user-name-changed': { roomId: string; userId: string; userName: string };
}
