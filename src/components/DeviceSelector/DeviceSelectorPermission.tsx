'use client';
import { forwardRef, useRef, type ReactElement, type Ref } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { useFocusRescue } from '../internal/useFocusRescue.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';
import { useDeviceSelector, type DeviceSelectorState } from './DeviceSelectorContext.js';

/** @public */
export type DeviceSelectorPermissionProps = PartProps<'button', DeviceSelectorState>;

/**
 * Asks for access where the browser would ask, or to try again where it refuses; else absent.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const DeviceSelectorPermission = forwardRef<HTMLButtonElement, DeviceSelectorPermissionProps>(
  function DeviceSelectorPermission(props, ref) {
    const { status } = useDeviceSelector('DeviceSelectorPermission').state;
    return status === 'prompt' || status === 'denied' ? <Ask {...props} forwarded={ref} /> : null;
  },
);

type AskProps = DeviceSelectorPermissionProps & { forwarded: Ref<HTMLButtonElement> };

function Ask({ forwarded, ...props }: AskProps): ReactElement {
  const { kind, state, requestPermission, hintId } = useDeviceSelector('DeviceSelectorPermission');
  const text = useText();
  const button = useRef<HTMLButtonElement>(null);
  useFocusRescue(button);
  const allow = kind === 'camera' ? 'allowCamera' : 'allowMicrophone';
  const own = {
    type: 'button',
    className: 'hummer-Button',
    'aria-describedby': state.status === 'denied' ? hintId : undefined,
    onClick: requestPermission,
    children: text(state.status === 'denied' ? 'tryAgain' : allow),
  };
  return usePart(
    { tag: 'button', name: 'DeviceSelector__permission', state, own, ownRef: button },
    props,
    forwarded,
  );
}
