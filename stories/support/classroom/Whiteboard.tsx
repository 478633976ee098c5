import { useEffect, useId, useState, type ReactElement } from 'react';
import * as v from 'valibot';
import { Hummer } from '../../../src/core/index.js';
import {
  useInbox,
  useLocalUid,
  useLocalUserAttributes,
  useRoom,
  useRoomAttributes,
  useRoomEvent,
  useRoomMembers,
  useRoomMessages,
  useRoomScope,
} from '../../../src/index.js';
import { Board, type Line } from './Board.js';
import { strokeSchema, type LessonShape, type Stroke } from './lesson.js';
import { Students } from './Students.js';
import { Title } from './Title.js';

interface WhiteboardProps {
  role: 'teacher' | 'student';
  /** Called before a finished stroke is sent. */
  onStroke?: () => void;
}

/** A board that everybody in the lesson draws on, and its tools. */
export function Whiteboard({ role, onStroke }: WhiteboardProps): ReactElement {
  const room = useRoomScope<LessonShape>();
  const uid = useLocalUid();
  const { status } = useRoom(room);
  const { attributes } = useRoomAttributes(room);
  const mine = useLocalUserAttributes(room);
  const { messages, send, retry, discard } = useRoomMessages(room);
  const inbox = useInbox();
  const [receiver, setReceiver] = useState('');
  const [away, setAway] = useState<Readonly<Record<string, Stroke>>>({});
  const members = useRoomMembers(room);
  const select = useId();

  const { role: known } = mine.attributes;
  const tellRole = mine.addOrUpdate;
  useEffect(() => {
    if (status === 'joined' && known !== role) void tellRole({ role });
  }, [status, known, role, tellRole]);

  useRoomEvent(room, 'RoomMessage', ({ fromUid, message }) => {
    if (fromUid === uid) return;
    if (message.type === 'drawing') {
      const read = v.safeParse(strokeSchema, JSON.parse(Hummer.Utify.decodeUtf8BytesToString(message.data)));
      if (read.success) setAway((all) => ({ ...all, [fromUid]: read.output }));
    } else {
      setAway((all) => Object.fromEntries(Object.entries(all).filter(([from]) => from !== fromUid)));
    }
  });

  const wiped = messages.findLastIndex((item) => item.kind === 'message' && item.type === 'wipe');
  const shown = messages.slice(wiped + 1);
  const lines: Line[] = [];
  for (const item of shown) {
    if (item.kind === 'message' && item.type === 'stroke') {
      lines.push({ id: item.id, uid: item.fromUid, status: item.status, points: item.data.points });
    }
  }
  for (const item of inbox.messages) {
    if (item.kind === 'gap') continue;
    const read = v.safeParse(strokeSchema, item.data);
    if (!read.success) continue;
    lines.push({
      id: item.id,
      uid: item.fromUid,
      status: item.status,
      points: read.output.points,
      toOne: true,
    });
  }
  for (const from of Object.keys(away)) {
    lines.push({ id: `under way ${from}`, uid: from, status: 'drawing', points: away[from]?.points ?? [] });
  }
  const gaps = shown.filter((item) => item.kind === 'gap');
  const failed = shown.filter((item) => item.kind === 'message' && item.status === 'failed');
  const muted = uid !== null && (attributes.muted ?? []).includes(uid);

  function finish(stroke: Stroke): void {
    onStroke?.();
    // What is refused is shown in its row; `onError` of the provider hears of it too.
    if (receiver) void inbox.send(stroke, { receiver, type: 'stroke' });
    else void send(stroke, { type: 'stroke' });
  }

  return (
    <div className="whiteboard">
      <Title editable={role === 'teacher'} />
      {muted && (
        <p className="classroom-note" role="status">
          The teacher has muted you: you see everything, and cannot draw.
        </p>
      )}
      {gaps.length > 0 && (
        <p className="classroom-note" role="status">
          Strokes were missed that the server no longer has.
        </p>
      )}
      {failed.map((item) => (
        <p key={item.id} className="classroom-note" role="alert">
          A stroke was not saved.
          <button
            type="button"
            className="hummer-Button"
            data-variant="text"
            onClick={() => void retry(item.id)}
          >
            Send it again
          </button>
          <button
            type="button"
            className="hummer-Button"
            data-variant="text"
            onClick={() => {
              discard(item.id);
            }}
          >
            Discard it
          </button>
        </p>
      ))}
      <Board
        lines={lines}
        uid={uid}
        disabled={muted || status !== 'joined'}
        onDraw={(stroke) => {
          if (!receiver) void send(stroke, { type: 'drawing', reliable: false });
        }}
        onDone={finish}
      />
      <div className="whiteboard-tools">
        <label htmlFor={select}>Strokes go to</label>
        <select
          id={select}
          value={receiver}
          onChange={(event) => {
            setReceiver(event.target.value);
          }}
        >
          <option value="">everybody</option>
          {members
            .filter((member) => member !== uid)
            .map((member) => (
              <option key={member} value={member}>
                {member} alone
              </option>
            ))}
        </select>
        {role === 'teacher' && (
          <button type="button" className="hummer-Button" onClick={() => void send({}, { type: 'wipe' })}>
            Wipe the board
          </button>
        )}
      </div>
      {role === 'teacher' && <Students />}
    </div>
  );
}
