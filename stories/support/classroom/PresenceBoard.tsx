import { useState, type ReactElement } from 'react';
import {
  useMember,
  useRoomEvent,
  useRoomMembers,
  useRoomScope,
  type LeaveReason,
} from '../../../src/index.js';

interface Entry {
  readonly id: number;
  readonly uid: string;
  readonly reason: LeaveReason | 'join';
}

const WORDS: Readonly<Record<Entry['reason'], string>> = {
  join: 'came',
  leave: 'left',
  timeout: 'lost the connection and did not come back',
  kicked: 'was put out',
  banned: 'was banned',
  dismissed: 'went when the room was closed',
};

/** Who is in the room, and who came and went: a leave and a lost connection are told apart. */
export function PresenceBoard(): ReactElement {
  const room = useRoomScope();
  const members = useRoomMembers(room);
  const [log, setLog] = useState<readonly Entry[]>([]);
  const note = (entries: readonly Omit<Entry, 'id'>[]): void => {
    setLog((known) => [...known, ...entries.map((entry, index) => ({ ...entry, id: known.length + index }))]);
  };
  useRoomEvent(room, 'NotifyJoinRoom', ({ uids }) => {
    note(uids.map((uid) => ({ uid, reason: 'join' })));
  });
  useRoomEvent(room, 'NotifyLeaveRoom', ({ uids, reasons }) => {
    note(uids.map((uid, index) => ({ uid, reason: reasons[index] ?? 'leave' })));
  });
  return (
    <div className="presence-columns">
      <div>
        <p className="presence-count">
          <b>{members.length}</b> in the room
        </p>
        <ul className="presence-people" aria-label="Members">
          {members.map((uid) => (
            <Person key={uid} uid={uid} />
          ))}
        </ul>
      </div>
      <div>
        <h3 id="presence-log">Who came and went</h3>
        {log.length === 0 && <p className="classroom-quiet">Nobody so far.</p>}
        <div className="presence-log" role="log" aria-labelledby="presence-log" tabIndex={0}>
          <ol>
            {log.map(({ id, uid, reason }) => (
              <li key={id} data-reason={reason}>
                <span>
                  <b>{uid}</b> {WORDS[reason]}
                </span>
              </li>
            ))}
          </ol>
        </div>
      </div>
    </div>
  );
}

function Person({ uid }: { uid: string }): ReactElement | null {
  const member = useMember(useRoomScope(), uid);
  if (!member) return null;
  const { displayName } = member.extra;
  return (
    <li>
      <span>
        <b>{displayName ?? uid}</b> {member.isLocal && 'me'}
      </span>
      <time className="classroom-quiet" dateTime={new Date(member.joinedAt).toISOString()}>
        since {new Date(member.joinedAt).toLocaleTimeString()}
      </time>
    </li>
  );
}
