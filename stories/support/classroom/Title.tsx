import type { ReactElement } from 'react';
import { useRoomAttribute, useRoomAttributes, useRoomScope } from '../../../src/index.js';
import type { LessonShape } from './lesson.js';

/** The title of the board, an attribute of the room. */
export function Title({ editable }: { editable: boolean }): ReactElement {
  const room = useRoomScope<LessonShape>();
  const title = useRoomAttribute(room, 'title') ?? '';
  const { addOrUpdate } = useRoomAttributes(room);
  if (!editable) return <h3>{title || 'No title yet'}</h3>;
  function rename(form: FormData): void {
    const text = form.get('title');
    if (typeof text === 'string') void addOrUpdate({ title: text });
  }
  return (
    <form
      className="whiteboard-title"
      onSubmit={(event) => {
        event.preventDefault();
        rename(new FormData(event.currentTarget));
      }}
    >
      <label>
        Title of the board
        {/* Another value from elsewhere, or one that is taken back, is another field. */}
        <input key={title} name="title" defaultValue={title} maxLength={60} autoComplete="off" />
      </label>
      <button className="hummer-Button">Rename</button>
    </form>
  );
}
