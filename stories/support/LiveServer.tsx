import {
  useEffect,
  useState,
  type ComponentProps,
  type ReactElement,
  type ReactNode,
  type SubmitEvent,
} from 'react';
import { SERVER_URL, serverAnswers } from './serverUrl.js';

/** What needs the server that `npm start` runs, or what to do when there is none. */
export function LiveServer({ children }: { children: ReactNode }): ReactNode {
  const [server, setServer] = useState<'asked' | 'there' | 'absent'>('asked');
  useEffect(() => {
    if (server !== 'asked') return;
    let over = false;
    void serverAnswers().then((there) => {
      if (!over) setServer(there ? 'there' : 'absent');
    });
    return () => {
      over = true;
    };
  }, [server]);

  if (server === 'there') return children;
  if (server === 'asked') return <Panel title="Looking for the server …" />;
  return (
    <Panel title="There is no server">
      <p>
        Nothing answers at <code>{SERVER_URL}</code>. Start it in the clone of this project, then try again:
      </p>
      <pre>npm start</pre>
      <Submit
        onClick={() => {
          setServer('asked');
        }}
      >
        Try again
      </Submit>
    </Panel>
  );
}

export interface AskNameProps {
  title: string;
  button: string;
  onName: (name: string) => void;
  /** What to know before. */
  children: ReactNode;
}

/** Asks who is there. */
export function AskName({ title, button, onName, children }: AskNameProps): ReactElement {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    onName(typeof name === 'string' && name.trim() !== '' ? name.trim() : 'Somebody');
  };
  return (
    <Panel title={title}>
      <p>{children}</p>
      <form onSubmit={submit}>
        <label>
          Your name <input name="name" defaultValue={suggestion()} maxLength={40} autoComplete="nickname" />
        </label>{' '}
        <Submit>{button}</Submit>
      </form>
    </Panel>
  );
}

export function Panel({ title, children }: { title: string; children?: ReactNode }): ReactElement {
  return (
    <div className="story-panel">
      <div>
        <h1>{title}</h1>
        {children}
      </div>
    </div>
  );
}

function Submit(props: ComponentProps<'button'>): ReactElement {
  return <button className="hummer-Button" data-variant="primary" {...props} />;
}

/** One user per tab, the same after a reload: two tabs are two people. */
export function uidOfTab(): string {
  const known = sessionStorage.getItem('hummer-story-uid');
  if (known !== null) return known;
  const made = `guest-${crypto.randomUUID().slice(0, 8)}`;
  sessionStorage.setItem('hummer-story-uid', made);
  return made;
}

function suggestion(): string {
  const names = ['Ada', 'Alan', 'Grace', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Ken'];
  return names[Math.floor(Math.random() * names.length)] ?? 'Ada';
}
