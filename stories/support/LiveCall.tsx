import type { ReactElement } from 'react';
import {
  HummerRoom,
  useCall,
  useLocalUid,
  useMember,
  useRoomMembers,
  useRoomSelector,
  type Member,
} from '../../src/index.js';
import { Live, type LiveProps } from './Live.js';
import { Phone } from './Phone.js';

/** Who is there meets in this room; a call has one of its own. */
const LOBBY = 'lobby';

const ASK = {
  title: 'A phone',
  button: 'Switch it on',
  children:
    'Open this page in a second tab and call one from the other. The press that switches the phone on also allows it to ring.',
};

/** Calls between tabs on the real server. */
export function LiveCall(live: Omit<LiveProps, 'ask' | 'children'>): ReactElement {
  return (
    <Live {...live} ask={ASK}>
      {(name) => (
        <HummerRoom roomId={LOBBY} extra={{ displayName: name }}>
          <Lobby />
        </HummerRoom>
      )}
    </Live>
  );
}

function Lobby(): ReactElement {
  const localUid = useLocalUid();
  const others = useRoomMembers(LOBBY).filter((uid) => uid !== localUid);
  const names = useRoomSelector(LOBBY, ({ members }) => namesOf(members));
  const { call, state } = useCall();
  const free = state === 'idle' || state === 'ended';
  const callAll = (video: boolean) => () => {
    call({ uids: others, video }).catch(() => undefined);
  };
  return (
    <main className="story-phone">
      <h1>Who is there</h1>
      {others.length === 0 && <p>Nobody else. Open this page in a second tab.</p>}
      <ul>
        {others.map((uid) => (
          <Contact key={uid} uid={uid} free={free} />
        ))}
      </ul>
      {others.length > 1 && (
        <button className="hummer-Button" disabled={!free} onClick={callAll(true)}>
          Call all of them
        </button>
      )}
      <Phone nameOf={(uid) => names[uid] ?? uid} />
    </main>
  );
}

function namesOf(members: readonly Member[]): Record<string, string> {
  return Object.fromEntries(members.map(({ uid, extra }) => [uid, extra['displayName'] ?? uid]));
}

function Contact({ uid, free }: { uid: string; free: boolean }): ReactElement {
  const { call } = useCall();
  const name = useMember(LOBBY, uid)?.extra['displayName'] ?? uid;
  const dial = (video: boolean) => () => {
    call({ uids: [uid], video }).catch(() => undefined);
  };
  return (
    <li>
      {name}{' '}
      <button className="hummer-Button" disabled={!free} onClick={dial(false)} aria-label={`Call ${name}`}>
        Call
      </button>{' '}
      <button
        className="hummer-Button"
        disabled={!free}
        onClick={dial(true)}
        aria-label={`Call ${name} with video`}
      >
        Video call
      </button>
    </li>
  );
}
