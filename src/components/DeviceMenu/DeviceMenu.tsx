'use client';
import { forwardRef } from 'react';
import { DeviceMenuButton } from './DeviceMenuButton.js';
import { DeviceMenuGroup } from './DeviceMenuGroup.js';
import { DeviceMenuList } from './DeviceMenuList.js';
import { DeviceMenuRoot, type DeviceMenuRootProps } from './DeviceMenuRoot.js';

/** Props of {@link DeviceMenu}. @public */
export type DeviceMenuProps = Omit<DeviceMenuRootProps, 'children'>;

/**
 * A button that opens a menu of devices, of one kind or of several. The choice counts for everything that names no device,
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
  const kinds = typeof props.kind === 'string' ? [props.kind] : props.kind;
  return (
    <DeviceMenuRoot {...props} ref={ref}>
      <DeviceMenuButton />
      <DeviceMenuList>
        {kinds.map((kind) => (
          <DeviceMenuGroup key={kind} kind={kind} />
        ))}
      </DeviceMenuList>
    </DeviceMenuRoot>
  );
});
