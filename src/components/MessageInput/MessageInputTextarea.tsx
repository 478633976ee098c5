'use client';
import { forwardRef, type ChangeEvent, type KeyboardEvent } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useMessageInput, type MessageInputState } from './MessageInputContext.js';

/** @public */
export type MessageInputTextareaProps = PartProps<'textarea', MessageInputState>;

/**
 * Where the message is written: Enter sends, Shift+Enter makes a line, and an Enter that ends a word of an input
 * method does neither. While the room is not joined it can be focused and read, but not written to.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MessageInputTextarea = forwardRef<HTMLTextAreaElement, MessageInputTextareaProps>(
  function MessageInputTextarea(props, ref) {
    const { state, value, setValue, hintId, textarea } = useMessageInput('MessageInputTextarea');
    const label = useText()('writeMessage');
    const disabled = state.status === 'disabled';
    const own = {
      value,
      rows: 1,
      'aria-label': label,
      placeholder: label,
      enterKeyHint: 'send',
      readOnly: disabled,
      'aria-disabled': disabled || undefined,
      'aria-describedby': disabled ? hintId : undefined,
      onChange(event: ChangeEvent<HTMLTextAreaElement>) {
        setValue(event.target.value);
      },
      onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
        if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
        event.preventDefault();
        event.currentTarget.form?.requestSubmit();
      },
    };
    return usePart(
      { tag: 'textarea', name: 'MessageInput__textarea', state, own, ownRef: textarea },
      props,
      ref,
    );
  },
);

/** Safari ends a composition before it reports the key that ended it; that key has the code 229. */
function isComposing(event: KeyboardEvent): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else tells that key apart in Safari
  return event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229;
}
