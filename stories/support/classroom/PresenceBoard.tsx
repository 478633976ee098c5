import { useState, type ReactElement } from 'react';
import {
  useMember,
  useRoomEvent,
  useRoomMembers,
  useRoomScope,
  useRoomUserCount,
  useUsersOnlineStatus,
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

interface PresenceBoardProps {
  /** Everybody who could be here. */
  people: readonly string[];
  /** Another room, which this user is not in. */
  elsewhere: string;
}

/**
 * Who is in the room, and who came and went: a leave and a lost connection are told apart. Beside it who is online at
 * all, and how many are in another room.
 */
export function PresenceBoard({ people, elsewhere }: PresenceBoardProps): ReactElement {
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
        <Class people={people} />
        <Elsewhere roomId={elsewhere} />
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

/** Who is online, in this room or not; live, without asking again. */
function Class({ people }: { people: readonly string[] }): ReactElement {
  const { data: online, status } = useUsersOnlineStatus(people);
  return (
    <>
      <h3 id="presence-class">The class</h3>
      <ul className="presence-class" aria-labelledby="presence-class" aria-busy={status === 'loading'}>
        {people.map((uid) => (
          <li key={uid} data-online={online.includes(uid) || undefined}>
            <b>{uid}</b> {online.includes(uid) ? 'online' : 'offline'}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The count of a room that one is not in is read when it is asked for. */
function Elsewhere({ roomId }: { roomId: string }): ReactElement {
  const { data: counts, refetch } = useRoomUserCount([roomId]);
  return (
    <p className="presence-elsewhere">
      <span role="status">
        <b>{counts[roomId] ?? '…'}</b> in the {roomId}
      </span>
      <button type="button" className="hummer-Button" onClick={() => void refetch()}>
        Count again
      </button>
    </p>
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
