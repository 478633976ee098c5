'use client';
import { useRef, type RefObject } from 'react';
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js';

/**
 * Opens a `<dialog>` while it is mounted. As a modal one the browser keeps the focus inside, and puts it back when the dialog
 * closes or turns modeless; it begins on the dialog itself, so that whoever is typing presses no button by accident.
 */
export function useDialog(ref: RefObject<HTMLDialogElement | null>, modal: boolean): void {
  const close = useRef<(() => void) | null>(null);
  useBrowserLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    // Not in a cleanup: React gives the focus back to what had it before, as long as that is in the page.
    close.current?.();
    close.current = modal ? openModal(dialog) : openModeless(dialog);
  }, [ref, modal]);
  useBrowserLayoutEffect(
    () => () => {
      close.current?.();
      close.current = null;
    },
    [],
  );
}

function openModal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  if (typeof dialog.showModal === 'function') {
    dialog.showModal();
    // It chose the first button.
    dialog.focus();
    return () => {
      dialog.close();
    };
  }
  // Environments of tests have no modal dialogs.
  dialog.open = true;
  dialog.focus();
  return () => {
    const { activeElement } = document;
    dialog.open = false;
    // A button that had it may be gone by now.
    const had = activeElement === document.body || dialog.contains(activeElement);
    if (had && before instanceof HTMLElement) before.focus();
  };
}

/** Not `show()`: that takes the focus. */
function openModeless(dialog: HTMLDialogElement): () => void {
  dialog.open = true;
  return () => {
    dialog.open = false;
  };
}
