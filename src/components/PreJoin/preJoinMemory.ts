import type { PreJoinChoice } from './PreJoinContext.js';

const KEY = 'hummer-pre-join';

/** What was chosen the last time; nothing where the browser keeps nothing. */
export function recall(): Partial<PreJoinChoice> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const { displayName, audio, video } = kept as Record<string, unknown>;
    return {
      ...(typeof displayName === 'string' && { displayName }),
      ...(typeof audio === 'boolean' && { audio }),
      ...(typeof video === 'boolean' && { video }),
    };
  } catch {
    return {};
  }
}

export function remember(choice: PreJoinChoice): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // A browser that keeps nothing asks again.
  }
}
