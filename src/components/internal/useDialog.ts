'use client';
import type { RefObject } from 'react';
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js';

/**
 * Opens a `<dialog>` while it is mounted. As a modal one the browser keeps the focus inside, and puts it back when the dialog
 * closes or turns modeless; it begins on the dialog itself, so that whoever is typing presses no button by accident.
 */
export function useDialog(ref: RefObject<HTMLDialogElement | null>, modal: boolean): void {
  useBrowserLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (modal) return openModal(dialog);
    // Not show(): it would take the focus.
    dialog.open = true;
    return () => {
      dialog.open = false;
    };
  }, [ref, modal]);
}

function openModal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  // What showModal() asks for where to put the focus.
  dialog.setAttribute('autofocus', '');
  if (typeof dialog.showModal === 'function') {
    dialog.showModal();
    return () => {
      dialog.close();
    };
  }
  // Environments of tests have no modal dialogs.
  dialog.open = true;
  dialog.focus();
  return () => {
    const inside = dialog.contains(document.activeElement);
    dialog.open = false;
    if (inside && before instanceof HTMLElement) before.focus();
  };
}
