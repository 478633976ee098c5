'use client';
import { forwardRef, useMemo } from 'react';
import { createPartContext } from '../internal/partContext.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useBannerStatus, type ConnectionBannerStatus } from './useBannerStatus.js';

/** State of a ConnectionBanner and of its parts. @public */
export interface ConnectionBannerState {
  status: ConnectionBannerStatus | null;
}

const [ConnectionBannerProvider, useConnectionBanner] =
  createPartContext<ConnectionBannerState>('ConnectionBannerRoot');
export { useConnectionBanner };

/** @public */
export type ConnectionBannerRootProps = PartProps<'div', ConnectionBannerState> & {
  /** How long a link may be down before anything is said, in ms. Default 1500. */
  delay?: number | undefined;
};

/**
 * The place of the banner: always in the page, so that readers hear what appears in it.
 *
 * @example
 * ```tsx
 * <ConnectionBannerRoot><ConnectionBannerMessage /></ConnectionBannerRoot>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const ConnectionBannerRoot = forwardRef<HTMLDivElement, ConnectionBannerRootProps>(
  function ConnectionBannerRoot({ delay = 1500, ...props }, ref) {
    const status = useBannerStatus(delay);
    const state = useMemo<ConnectionBannerState>(() => ({ status }), [status]);
    const root = usePart(
      { tag: 'div', name: 'ConnectionBanner', state, own: { role: 'status' } },
      props,
      ref,
    );
    return <ConnectionBannerProvider value={state}>{root}</ConnectionBannerProvider>;
  },
);
