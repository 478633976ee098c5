'use client';
import { useEffect } from 'react';
import { useLatest } from '../../../hooks/internal/useLatest.js';

/** What the system shows. */
export interface SystemNotification {
  title: string;
  body: string;
  /** One notification is shown for each tag, also of several tabs. */
  tag: string;
  icon?: string | undefined;
}

/**
 * Shows a notification of the system while nobody looks at the page, if the user has allowed that before: it never asks. A
 * press on it brings the page to the front.
 */
export function useSystemNotification(notification: SystemNotification | null): void {
  const latest = useLatest(notification);
  const tag = notification?.tag;
  useEffect(() => {
    if (tag === undefined) return;
    let shown: Notification | null = null;
    const hide = (): void => {
      shown?.close();
      shown = null;
    };
    const update = (): void => {
      if (document.visibilityState === 'visible' && document.hasFocus()) hide();
      else if (latest.current) shown ??= show(latest.current);
    };
    update();
    addEventListener('focus', update);
    addEventListener('blur', update);
    document.addEventListener('visibilitychange', update);
    return () => {
      removeEventListener('focus', update);
      removeEventListener('blur', update);
      document.removeEventListener('visibilitychange', update);
      hide();
    };
  }, [tag, latest]);
}

function show({ title, body, tag, icon }: SystemNotification): Notification | null {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return null;
  try {
    const notification = new Notification(title, {
      body,
      tag,
      requireInteraction: true,
      // The page rings.
      silent: true,
      ...(icon === undefined ? {} : { icon }),
    });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return notification;
  } catch {
    // Browsers of phones only show those of a service worker.
    return null;
  }
}
