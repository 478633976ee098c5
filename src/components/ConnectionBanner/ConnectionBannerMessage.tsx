'use client';
import { forwardRef } from 'react';
import { useConnectionState } from '../../hooks/connection/useConnectionState.js';
import { useLogin } from '../../hooks/connection/useLogin.js';
import type { PartProps } from '../internal/partProps.js';
import { useOnline } from '../internal/useOnline.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useConnectionBanner, type ConnectionBannerState } from './ConnectionBannerRoot.js';

/** @public */
export type ConnectionBannerMessageProps = PartProps<'span', ConnectionBannerState>;

/**
 * What is wrong with the link, or that it is well again.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const ConnectionBannerMessage = forwardRef<HTMLSpanElement, ConnectionBannerMessageProps>(
  function ConnectionBannerMessage(props, ref) {
    const state = useConnectionBanner('ConnectionBannerMessage');
    const own = { children: useMessage(state) };
    const message = usePart({ tag: 'span', name: 'ConnectionBanner__message', state, own }, props, ref);
    return state.status === null ? null : message;
  },
);

function useMessage({ status }: ConnectionBannerState): string | null {
  const text = useText();
  const { reason } = useConnectionState();
  const { error } = useLogin();
  const online = useOnline();
  switch (status) {
    case 'reconnecting':
      return text(online ? 'reconnecting' : 'offline');
    case 'restored':
      return text('restored');
    case 'lost':
      if (reason === 'REMOTE_LOGIN') return text('signedInElsewhere');
      return text('connectionFailed', { reason: error?.message ?? '' });
    case null:
      return null;
  }
}
