'use client';
import { forwardRef } from 'react';
import { DeviceSelector } from '../DeviceSelector/DeviceSelector.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { usePreJoin, type PreJoinState } from './PreJoinContext.js';

/** @public */
export type PreJoinDevicesProps = PartProps<'div', PreJoinState>;

/**
 * Which camera, microphone and speaker; `children` replace them.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const PreJoinDevices = forwardRef<HTMLDivElement, PreJoinDevicesProps>(
  function PreJoinDevices(props, ref) {
    const { state } = usePreJoin('PreJoinDevices');
    const own = {
      children: (
        <>
          <DeviceSelector kind="camera" />
          <DeviceSelector kind="microphone" />
          <DeviceSelector kind="speaker" />
        </>
      ),
    };
    return usePart({ tag: 'div', name: 'PreJoin__devices', state, own }, props, ref);
  },
);
