import { useId, useState, type ReactElement } from 'react';
import {
  useLocalUid,
  useLocalUserAttributes,
  useRoomAttributes,
  useRoomScope,
  useUserAttributes,
  type AttributesActions,
  type AttributesResult,
} from '../../../src/index.js';

type Attributes = AttributesResult<undefined> & AttributesActions<undefined>;

/** The attributes of the room, of this user, and of somebody else. */
export function AttributeEditor({ other }: { other: string }): ReactElement {
  const room = useRoomScope();
  return (
    <>
      <Editor title="Of the room" map={useRoomAttributes(room)} />
      <Editor title="Of mine" map={useLocalUserAttributes(room)} />
      <Reader uid={other} />
    </>
  );
}

/** A map of attributes. A write shows at once; one that is refused is taken back, and the reason stands below. */
function Editor({ title, map }: { title: string; map: Attributes }): ReactElement {
  const [refusal, setRefusal] = useState<string | null>(null);
  const heading = useId();
  async function write(what: string, work: () => Promise<void>): Promise<void> {
    setRefusal(null);
    try {
      await work();
    } catch (error) {
      setRefusal(`${what} was taken back. ${error instanceof Error ? error.message : ''}`);
    }
  }
  const names = Object.keys(map.attributes).sort();
  return (
    <div className="attributes" role="group" aria-labelledby={heading}>
      <h3 id={heading}>{title}</h3>
      {names.length === 0 && <p className="classroom-quiet">No attributes yet.</p>}
      {names.map((name) => (
        <Row
          key={name}
          name={name}
          value={map.attributes[name] ?? ''}
          onSave={(value) => void write(name, () => map.addOrUpdate({ [name]: value }))}
          onDelete={() => void write(`The end of ${name}`, () => map.deleteByKeys([name]))}
        />
      ))}
      <NewRow onAdd={(name, value) => void write(name, () => map.addOrUpdate({ [name]: value }))} />
      {refusal !== null && (
        <p className="classroom-note" role="alert">
          {refusal}
        </p>
      )}
      <footer className="classroom-quiet">
        <Revision map={map} />
        <button
          type="button"
          className="hummer-Button"
          disabled={names.length === 0}
          onClick={() => void write('The end of all', () => map.clear())}
        >
          Clear
        </button>
      </footer>
    </div>
  );
}

function Row(props: {
  name: string;
  value: string;
  onSave: (value: string) => void;
  onDelete: () => void;
}): ReactElement {
  const { name, value, onSave, onDelete } = props;
  // What is written counts as long as the value is the one that it was written over: what comes from elsewhere, or is taken
  // back, replaces it. The field stays, and with it the focus.
  const [draft, setDraft] = useState({ over: value, text: value });
  const text = draft.over === value ? draft.text : value;
  return (
    <form
      className="attributes-row"
      onSubmit={(event) => {
        event.preventDefault();
        setDraft({ over: value, text: value });
        onSave(text);
      }}
    >
      <label>
        {name}
        <input
          value={text}
          autoComplete="off"
          onChange={(event) => {
            setDraft({ over: value, text: event.currentTarget.value });
          }}
        />
      </label>
      <button className="hummer-Button" aria-label={`Save ${name}`}>
        Save
      </button>
      <button type="button" className="hummer-Button" aria-label={`Delete ${name}`} onClick={onDelete}>
        ✕
      </button>
    </form>
  );
}

function NewRow({ onAdd }: { onAdd: (name: string, value: string) => void }): ReactElement {
  return (
    <form
      className="attributes-row"
      data-new
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        onAdd(textOf(form, 'name'), textOf(form, 'value'));
        event.currentTarget.reset();
      }}
    >
      <label>
        New key
        <input name="name" required maxLength={64} autoComplete="off" />
      </label>
      <label>
        Value
        <input name="value" autoComplete="off" />
      </label>
      <button className="hummer-Button">Add</button>
    </form>
  );
}

function Reader({ uid }: { uid: string }): ReactElement {
  const map = useUserAttributes(useRoomScope(), uid);
  const heading = useId();
  const entries = Object.entries(map.attributes);
  return (
    <div className="attributes" role="group" aria-labelledby={heading}>
      <h3 id={heading}>Of {uid}</h3>
      {entries.length === 0 ? (
        <p className="classroom-quiet">No attributes yet.</p>
      ) : (
        <dl>
          {entries.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function Revision({ map }: { map: AttributesResult<undefined> }): ReactElement {
  const uid = useLocalUid();
  const by = map.lastUpdate?.uid;
  return (
    <span>
      Revision {map.revision}
      {by && `, written by ${by === uid ? 'me' : by}`}
    </span>
  );
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value : '';
}
