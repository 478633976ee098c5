'use client';
import type { RefObject } from 'react';
import { createPartContext } from '../internal/partContext.js';

/** State of a MessageInput and of all its parts. @public */
export interface MessageInputState {
  /** `'disabled'` until the room is joined; through a reconnect it stays `'ready'`, and messages wait. */
  status: 'ready' | 'disabled';
  empty: boolean;
}

/** What the parts of a MessageInput share. */
export interface MessageInputContext {
  state: MessageInputState;
  value: string;
  setValue: (value: string) => void;
  hintId: string;
  textarea: RefObject<HTMLTextAreaElement | null>;
}

export const [MessageInputProvider, useMessageInput] =
  createPartContext<MessageInputContext>('MessageInputRoot');
