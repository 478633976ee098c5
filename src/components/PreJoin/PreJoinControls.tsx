'use client';
import { forwardRef } from 'react';
import { CameraButton } from '../CameraButton/CameraButton.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { MicButton } from '../MicButton/MicButton.js';
import { usePreJoin, type PreJoinState } from './PreJoinContext.js';

/** @public */
export type PreJoinControlsProps = PartProps<'div', PreJoinState>;

/**
 * Microphone and camera, on or off.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const PreJoinControls = forwardRef<HTMLDivElement, PreJoinControlsProps>(
  function PreJoinControls(props, ref) {
    const { state, local } = usePreJoin('PreJoinControls');
    const own = {
      children: (
        <>
          <MicButton stream={local.streamKey} />
          <CameraButton stream={local.streamKey} />
        </>
      ),
    };
    return usePart({ tag: 'div', name: 'PreJoin__controls', state, own }, props, ref);
  },
);
