import { useState, type ReactElement } from 'react';
import { HummerProvider, MeetingRoom } from '../../src/index.js';
import { zh } from '../../src/locales/zh.js';
import { AskName, LiveServer, uidOfTab } from './LiveServer.js';
import { SERVER_URL } from './serverUrl.js';

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
  if (name === undefined) {
    return (
      <LiveServer>
        <AskName title={`Join “${roomId}”`} button="Join" onName={setName}>
          Open this page in a second tab to meet yourself. The browser will ask for camera and microphone.
        </AskName>
      </LiveServer>
    );
  }
  return (
    <LiveServer>
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
    </LiveServer>
  );
}
