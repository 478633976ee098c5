'use client';
import { useMemo } from 'react';
import type { RoomLogItem } from '../../store/state.js';
import {
  createMessageReader,
  NO_INVALID_MESSAGES,
  type MessageDeclarations,
  type ReadMessages,
} from './messageCodec.js';

export const NO_MESSAGES: readonly RoomLogItem[] = Object.freeze([]);

/** Rows that a hook shows of a log when its caller names no number. */
const DEFAULT_LIMIT = 200;

/** The last `limit` rows of a log, through the declarations of its messages. */
export function useLog(
  log: readonly RoomLogItem[],
  limit: number = DEFAULT_LIMIT,
  declarations?: MessageDeclarations,
): ReadMessages {
  const read = useMemo(() => (declarations ? createMessageReader(declarations) : unchecked), [declarations]);
  return useMemo(() => {
    const rows = Math.max(0, Math.floor(limit));
    return read(log.length <= rows ? log : rows === 0 ? NO_MESSAGES : Object.freeze(log.slice(-rows)));
  }, [read, log, limit]);
}

function unchecked(messages: readonly RoomLogItem[]): ReadMessages {
  return { messages, invalid: NO_INVALID_MESSAGES };
}
