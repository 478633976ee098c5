import type { ReactElement } from 'react';
import {
  useLocalUid,
  useRoomAttributes,
  useRoomMembers,
  useRoomScope,
  useUserAttributes,
} from '../../../src/index.js';
import type { LessonShape } from './lesson.js';

/**
 * The teacher's list of students. Who is muted stands in an attribute of the room, so that it outlives a reload of either
 * side. (A client could ignore it: what must hold against everybody belongs into `$` keys, which only the server writes.)
 */
export function Students(): ReactElement {
  const room = useRoomScope<LessonShape>();
  const uid = useLocalUid();
  const others = useRoomMembers(room).filter((member) => member !== uid);
  if (others.length === 0) return <p>No student is here yet.</p>;
  return (
    <ul className="whiteboard-students" aria-label="Students">
      {others.map((student) => (
        <Student key={student} uid={student} />
      ))}
    </ul>
  );
}

function Student({ uid }: { uid: string }): ReactElement {
  const room = useRoomScope<LessonShape>();
  const { role = '…' } = useUserAttributes(room, uid).attributes;
  const { attributes, addOrUpdate } = useRoomAttributes(room);
  const { muted = [] } = attributes;
  const isMuted = muted.includes(uid);
  function toggle(): void {
    void addOrUpdate({ muted: isMuted ? muted.filter((one) => one !== uid) : [...muted, uid] });
  }
  return (
    <li>
      <span>
        <b>{uid}</b> {role}
      </span>
      <button
        type="button"
        className="hummer-Button"
        data-muted={isMuted || undefined}
        aria-pressed={isMuted}
        onClick={toggle}
      >
        Mute {uid}
      </button>
    </li>
  );
}
