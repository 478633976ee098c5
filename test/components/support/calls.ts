import { act } from '@testing-library/react';
import type { TestBackend } from '../../../src/testing/index.js';

/** The room of the calls' media. */
export const CALL_ROOM = 'the-call';

const text = (fields: object): string => JSON.stringify({ type: 'hummer-call', version: 1, ...fields });

/** Somebody calls `me`, and others who are named. */
export async function ringsFrom(
  backend: TestBackend,
  uid: string,
  { video = false, others = [], timeout = 60 }: { video?: boolean; others?: string[]; timeout?: number } = {},
): Promise<string> {
  const peer = backend.peer(uid);
  if (others.length > 0) await peer.join('team');
  const group = others.length > 0 ? { room: 'team' } : {};
  const inviteID = await peer.invite(others.length > 0 ? ['me', ...others] : 'me', {
    data: text({ roomId: CALL_ROOM, region: 'cn', video }),
    timeout,
    ...group,
  });
  await backend.settle();
  return inviteID;
}

export const BUSY = text({ busy: true });

/** Lets what was begun by a press of a button go through server and client. */
export async function settled(backend: TestBackend): Promise<void> {
  await act(() => backend.settle());
}
