'use client';
import { forwardRef, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { DeviceSelector } from '../DeviceSelector/DeviceSelector.js';
import { Icon } from '../internal/Icon.js';
import type { PartProps } from '../internal/partProps.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';

/** State of the card of devices. @public */
export interface MeetingRoomDevicesState {
  open: boolean;
}

/** @public */
export type MeetingRoomDevicesProps = PartProps<'div', MeetingRoomDevicesState>;

/**
 * A button that shows the choice of devices. Escape and a press elsewhere close it; the focus goes back to the button.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomDevices = forwardRef<HTMLDivElement, MeetingRoomDevicesProps>(
  function MeetingRoomDevices({ children, ...props }, ref) {
    const [open, setOpen] = useState(false);
    const text = useText();
    const cardId = useId();
    const root = useRef<HTMLDivElement>(null);
    const button = useRef<HTMLButtonElement>(null);
    useEffect(() => {
      if (!open) return;
      const onPointerDown = ({ target }: PointerEvent): void => {
        if (target instanceof Node && !root.current?.contains(target)) setOpen(false);
      };
      addEventListener('pointerdown', onPointerDown);
      return () => {
        removeEventListener('pointerdown', onPointerDown);
      };
    }, [open]);
    const own = {
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'Escape' || !open) return;
        button.current?.focus();
        setOpen(false);
      },
      children: (
        <>
          <button
            type="button"
            className="hummer-Button"
            data-icon="true"
            ref={button}
            title={text('devices')}
            aria-expanded={open}
            aria-controls={open ? cardId : undefined}
            onClick={() => {
              setOpen(!open);
            }}
          >
            <Icon name="devices" />
            <span>{text('devices')}</span>
          </button>
          {open && (
            <div id={cardId} role="group" aria-label={text('devices')} className="hummer-MeetingRoom__card">
              {children ?? (
                <>
                  <DeviceSelector kind="camera" />
                  <DeviceSelector kind="microphone" />
                  <DeviceSelector kind="speaker" />
                </>
              )}
            </div>
          )}
        </>
      ),
    };
    return usePart(
      { tag: 'div', name: 'MeetingRoom__devices', state: { open }, own, ownRef: root },
      props,
      ref,
    );
  },
);
