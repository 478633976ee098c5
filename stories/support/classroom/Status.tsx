import type { ReactElement } from 'react';
import { useConnectionState, useRoom, useRoomScope, useRoomSync } from '../../../src/index.js';

const SYNC = { saved: 'all saved', saving: 'saving…', failed: 'not saved' } as const;
const LINK = {
  idle: 'not in the room',
  joining: 'joining…',
  joined: 'in the room',
  reconnecting: 'reconnecting…',
  left: 'left',
  failed: 'could not join',
} as const;

/** The state of the link, of what was written, and whether anything was missed. */
export function Status(): ReactElement {
  const room = useRoomScope();
  const { status, continuity } = useRoom(room);
  const { state } = useConnectionState();
  const sync = useRoomSync(room);
  return (
    <p className="classroom-status" role="status">
      <span data-ok={state === 'CONNECTED' && status === 'joined'}>{LINK[status]}</span>
      <span data-ok={sync === 'saved'}>{SYNC[sync]}</span>
      {continuity === 'gap' && <span data-ok={false}>something was missed</span>}
    </p>
  );
}
