'use client';
import { forwardRef, useRef, type ReactNode } from 'react';
import type { PartProps } from '../internal/partProps.js';
import { useFocusRescue } from '../internal/useFocusRescue.js';
import { usePart } from '../internal/usePart.js';
import { useText } from '../internal/useText.js';

/** @public */
export type MeetingRoomNoticeProps = PartProps<'div'> & {
  onTryAgain: () => void;
  onDismiss?: (() => void) | undefined;
  children: ReactNode;
};

/**
 * Something that went wrong beside the meeting, with a way to try again.
 *
 * Source: REACT.md, Components.
 * @public
 */
export const MeetingRoomNotice = forwardRef<HTMLDivElement, MeetingRoomNoticeProps>(
  function MeetingRoomNotice({ onTryAgain, onDismiss, children, ...props }, ref) {
    const text = useText();
    const notice = useRef<HTMLDivElement>(null);
    useFocusRescue(notice);
    const own = {
      role: 'alert',
      children: (
        <>
          <span>{children}</span>
          <button type="button" className="hummer-Button" onClick={onTryAgain}>
            {text('tryAgain')}
          </button>
          {onDismiss && (
            <button type="button" className="hummer-Button" data-variant="text" onClick={onDismiss}>
              {text('dismiss')}
            </button>
          )}
        </>
      ),
    };
    return usePart({ tag: 'div', name: 'MeetingRoom__notice', own, ownRef: notice }, props, ref);
  },
);
