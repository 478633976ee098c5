'use client';
import { forwardRef } from 'react';
import { DeviceMenuButton } from './DeviceMenuButton.js';
import { DeviceMenuGroup } from './DeviceMenuGroup.js';
import { DeviceMenuList } from './DeviceMenuList.js';
import { DeviceMenuRoot, type DeviceMenuRootProps } from './DeviceMenuRoot.js';
import { kindsOf } from './kindsOf.js';

/** Props of {@link DeviceMenu}. @public */
export type DeviceMenuProps = Omit<DeviceMenuRootProps, 'children'>;

/**
 * A button that opens a menu of devices: of all kinds, of several or of one. The choice counts for everything that names no device,
 * and is remembered.
 *
 * @example
 * ```tsx
 * <MicButton /><DeviceMenu kind={['microphone', 'speaker']} />
 * ```
 * Source: REACT.md, Words and readers.
 * @public
 */
export const DeviceMenu = forwardRef<HTMLDivElement, DeviceMenuProps>(function DeviceMenu(props, ref) {
  return (
    <DeviceMenuRoot {...props} ref={ref}>
      <DeviceMenuButton />
      <DeviceMenuList>
        {kindsOf(props.kind).map((kind) => (
          <DeviceMenuGroup key={kind} kind={kind} />
        ))}
      </DeviceMenuList>
    </DeviceMenuRoot>
  );
});
