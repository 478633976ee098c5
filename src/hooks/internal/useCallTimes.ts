'use client';
import { CURRENT_CALL } from '../../store/call.js';
import { useInternals } from './useClient.js';
import { useTableValue } from './useTable.js';

/** When the client's call was connected and when it ended, in ms by the local clock; null for what has not happened. */
export function useCallTimes(): { readonly startedAt: number | null; readonly endedAt: number | null } {
  const { calls } = useInternals('useCallTimes').store;
  const startedAt = useTableValue(calls, CURRENT_CALL, (call) => call.startedAt ?? undefined);
  const endedAt = useTableValue(calls, CURRENT_CALL, (call) => call.endedAt ?? undefined);
  return { startedAt: startedAt ?? null, endedAt: endedAt ?? null };
}
