'use client';
import { forwardRef } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { VideoTile } from '../VideoTile/VideoTile.js';
import { usePreJoin, type PreJoinState } from './PreJoinContext.js';

/** @public */
export type PreJoinPreviewProps = PartProps<'div', PreJoinState>;

/**
 * How one looks, under the name that the others will see.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const PreJoinPreview = forwardRef<HTMLDivElement, PreJoinPreviewProps>(
  function PreJoinPreview(props, ref) {
    const { state, local, name } = usePreJoin('PreJoinPreview');
    const own = { children: <VideoTile stream={local.streamKey} name={name} /> };
    return usePart({ tag: 'div', name: 'PreJoin__preview', state, own }, props, ref);
  },
);
