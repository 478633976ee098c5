'use client';
import { forwardRef, useId, useRef, type SyntheticEvent, type ReactNode } from 'react';
import { useRoomMessages } from '../../hooks/rooms/useRoomMessages.js';
import { useRoomOf } from '../internal/useRoomOf.js';
import type { RoomTarget } from '../../hooks/internal/roomKey.js';
import type { RoomShape } from '../../hooks/internal/roomShape.js';
import type { PartProps } from '../internal/partProps.js';
import { useControlled } from '../internal/useControlled.js';
import { usePart } from '../internal/usePart.js';
import { useRoomStatus } from '../internal/useRoomStatus.js';
import { MessageInputProvider, type MessageInputState } from './MessageInputContext.js';

/** @public */
export type MessageInputRootProps = PartProps<'form', MessageInputState> & {
  /** The text, if the app holds it. */
  value?: string | undefined;
  onValueChange?: ((value: string) => void) | undefined;
  /** Default: the room of the nearest `<HummerRoom>`. */
  roomId?: RoomTarget<RoomShape> | null | undefined;
  children?: ReactNode;
};

/**
 * The form around a message: sends to the room of the scope and empties itself. Give `onSubmit` and prevent its
 * default to send something else.
 *
 * @example
 * ```tsx
 * <MessageInputRoot><MessageInputTextarea /><MessageInputSend /></MessageInputRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const MessageInputRoot = forwardRef<HTMLFormElement, MessageInputRootProps>(function MessageInputRoot(
  { value: given, onValueChange, roomId, ...props },
  ref,
) {
  const room = useRoomOf(roomId);
  const { status } = useRoomStatus(room);
  const messages = useRoomMessages(room);
  const [value, setValue] = useControlled(given, '', onValueChange);
  const textarea = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  const usable = status === 'joined' || status === 'reconnecting';
  const state: MessageInputState = { status: usable ? 'ready' : 'disabled', empty: value.trim() === '' };

  const send = (): void => {
    if (!usable || state.empty) return;
    // A failure is shown in the list, beside the message, with its retry.
    void messages.send(value.trim());
    setValue('');
    textarea.current?.focus();
  };
  const own = {
    onSubmit(event: SyntheticEvent) {
      event.preventDefault();
      send();
    },
  };
  const form = usePart({ tag: 'form', name: 'MessageInput', state, own }, props, ref);
  return (
    <MessageInputProvider value={{ state, value, setValue, hintId, textarea }}>{form}</MessageInputProvider>
  );
});
