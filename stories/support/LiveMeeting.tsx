import { useEffect, useState, type ReactElement, type SubmitEvent } from 'react';
import { HummerProvider, MeetingRoom } from '../../src/index.js';
import { zh } from '../../src/locales/zh.js';
import { SERVER_URL, serverAnswers } from './serverUrl.js';

export interface LiveMeetingProps {
  roomId: string;
  /** Joins at once under this name; else the page asks for one. */
  name?: string | undefined;
  locale: 'en' | 'zh';
  dir: 'ltr' | 'rtl';
}

/** A meeting on the real server, or what to do when there is none. */
export function LiveMeeting({ roomId, name: given, locale, dir }: LiveMeetingProps): ReactElement {
  const [name, setName] = useState(given);
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

  if (server === 'asked') return <Panel title="Looking for the server …" />;
  if (server === 'absent') {
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
  if (name === undefined) return <AskName roomId={roomId} onName={setName} />;
  return (
    <HummerProvider
      appid={1}
      url={SERVER_URL}
      uid={uidOfTab()}
      locale={locale}
      dir={dir}
      strings={locale === 'zh' ? zh : undefined}
    >
      <MeetingRoom
        roomId={roomId}
        displayName={name}
        onLeave={() => {
          setName(undefined);
        }}
      />
    </HummerProvider>
  );
}

function AskName({ roomId, onName }: { roomId: string; onName: (name: string) => void }): ReactElement {
  const join = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    onName(typeof name === 'string' && name.trim() !== '' ? name.trim() : 'Somebody');
  };
  return (
    <Panel title={`Join “${roomId}”`}>
      <p>Open this page in a second tab to meet yourself. The browser will ask for camera and microphone.</p>
      <form onSubmit={join}>
        <label>
          Your name <input name="name" defaultValue={suggestion()} maxLength={40} autoComplete="nickname" />
        </label>{' '}
        <Submit>Join</Submit>
      </form>
    </Panel>
  );
}

function Panel({ title, children }: { title: string; children?: React.ReactNode }): ReactElement {
  return (
    <div className="story-panel">
      <div>
        <h1>{title}</h1>
        {children}
      </div>
    </div>
  );
}

function Submit(props: React.ComponentProps<'button'>): ReactElement {
  return <button className="hummer-Button" data-variant="primary" {...props} />;
}

/** One user per tab, the same after a reload: two tabs are two people. */
function uidOfTab(): string {
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
