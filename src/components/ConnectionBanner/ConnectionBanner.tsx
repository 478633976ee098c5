'use client';
import { forwardRef } from 'react';
import { ConnectionBannerMessage } from './ConnectionBannerMessage.js';
import { ConnectionBannerRoot, type ConnectionBannerRootProps } from './ConnectionBannerRoot.js';

/** Props of {@link ConnectionBanner}. @public */
export type ConnectionBannerProps = Omit<ConnectionBannerRootProps, 'children'>;

/**
 * Says when the link is lost, when it is back, and when it will not come back by itself.
 *
 * @example
 * ```tsx
 * <HummerProvider appid={1} uid="ana"><ConnectionBanner />…</HummerProvider>
 * ```
 * Source: REACT.md, Components.
 * @public
 */
export const ConnectionBanner = forwardRef<HTMLDivElement, ConnectionBannerProps>(
  function ConnectionBanner(props, ref) {
    return (
      <ConnectionBannerRoot {...props} ref={ref}>
        <ConnectionBannerMessage />
      </ConnectionBannerRoot>
    );
  },
);
