import type { ReactElement } from 'react';
import { MeetingRoom } from '../../src/index.js';
import { Live, type LiveProps } from './Live.js';

export interface LiveMeetingProps extends Omit<LiveProps, 'ask' | 'children'> {
  roomId: string;
}

/** A meeting on the real server. */
export function LiveMeeting({ roomId, ...live }: LiveMeetingProps): ReactElement {
  const ask = {
    title: `Join “${roomId}”`,
    button: 'Join',
    children:
      'Open this page in a second tab to meet yourself. The browser will ask for camera and microphone.',
  };
  return (
    <Live {...live} ask={ask}>
      {(name, forget) => (
        <div className="story-full">
          <MeetingRoom roomId={roomId} displayName={name} onLeave={forget} />
        </div>
      )}
    </Live>
  );
}
