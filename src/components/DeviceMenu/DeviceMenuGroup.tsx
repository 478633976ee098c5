'use client';
import { forwardRef, useId } from 'react';
import { useDevices, type UseDevicesResult } from '../../hooks/media/useDevices.js';
import type { DeviceKind } from '../../store/state.js';
import { useBrowserLayoutEffect } from '../internal/useBrowserLayoutEffect.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText, type TextName } from '../internal/useText.js';
import { useDeviceMenu, type DeviceMenuState } from './DeviceMenuContext.js';
import { DeviceMenuItem } from './DeviceMenuItem.js';

/** @public */
export type DeviceMenuGroupProps = Omit<PartProps<'div', DeviceMenuState>, 'children'> & { kind: DeviceKind };

const NOTHING = { camera: 'noCamera', microphone: 'noMicrophone', speaker: 'noSpeaker' } as const;

/**
 * The devices of one kind: a group of radios, or what stands in the way of a choice.
 *
 * Source: REACT.md, Words and readers.
 * @public
 */
export const DeviceMenuGroup = forwardRef<HTMLDivElement, DeviceMenuGroupProps>(function DeviceMenuGroup(
  { kind, ...props },
  ref,
) {
  const { state, focusEntry } = useDeviceMenu('DeviceMenuGroup');
  const found = useDevices(kind);
  // The list comes, or changes, while the menu is open: what had the focus may be gone.
  useBrowserLayoutEffect(focusEntry, [focusEntry, found.devices, found.permission]);
  const text = useText();
  const labelId = useId();
  const obstacle = obstacleOf(kind, found);
  const shown = found.devices.filter(({ deviceId }) => deviceId !== '');
  const chosen = shown.some(({ deviceId }) => deviceId === found.selectedId) ? found.selectedId : null;
  const own = {
    role: 'group',
    'aria-labelledby': labelId,
    children: (
      <>
        <div id={labelId} className="hummer-DeviceMenu__label">
          {text(kind)}
        </div>
        {obstacle === null ? (
          shown.map(({ deviceId, label }, index) => (
            <DeviceMenuItem
              key={deviceId}
              checked={chosen === null ? index === 0 : deviceId === chosen}
              onSelect={() => {
                // A device that does not start shows in useDevices() and in the stream that wanted it.
                found.select(deviceId).catch(() => undefined);
              }}
            >
              {label || text('unnamedDevice', { kind: text(kind), number: String(index + 1) })}
            </DeviceMenuItem>
          ))
        ) : (
          <DeviceMenuItem
            onSelect={
              obstacle.startsWith('allow')
                ? () => {
                    found.requestPermission().catch(() => undefined);
                  }
                : undefined
            }
          >
            {text(obstacle)}
          </DeviceMenuItem>
        )}
      </>
    ),
  };
  return usePart({ tag: 'div', name: 'DeviceMenu__group', state, own }, props, ref);
});

type Obstacle = Extract<
  TextName,
  `allow${string}` | `no${'Camera' | 'Microphone' | 'Speaker'}` | 'speakerFixed' | `${string}Blocked`
>;

function obstacleOf(
  kind: DeviceKind,
  { permission, devices, outputSelectable }: UseDevicesResult,
): Obstacle | null {
  if (kind === 'speaker' && !outputSelectable) return 'speakerFixed';
  if (kind !== 'speaker' && permission === 'denied') return `${kind}Blocked`;
  if (devices.some(({ label }) => label !== '')) return null;
  // Nobody has been asked yet.
  if (devices.length === 0 && permission === 'unknown') return null;
  if (kind === 'speaker') return devices.length === 0 ? NOTHING[kind] : null;
  if (devices.length === 0 && permission === 'granted') return NOTHING[kind];
  return kind === 'camera' ? 'allowCamera' : 'allowMicrophone';
}
